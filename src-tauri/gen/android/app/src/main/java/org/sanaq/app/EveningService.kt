package org.sanaq.app

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.net.wifi.WifiManager
import android.os.Build
import android.os.IBinder
import android.os.PowerManager
import androidx.core.app.NotificationCompat
import androidx.core.app.ServiceCompat

/**
 * Keeps the process and its network awake while a lead collects the team. It does nothing itself:
 * the core answers, and ends it. The notification tells neither a name nor a figure, and is not
 * shown on a locked screen.
 */
class EveningService : Service() {
  private var awake: PowerManager.WakeLock? = null
  private var announcements: WifiManager.MulticastLock? = null

  override fun onBind(intent: Intent?): IBinder? = null

  override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
    val type =
      if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
        ServiceInfo.FOREGROUND_SERVICE_TYPE_CONNECTED_DEVICE
      } else {
        0
      }
    try {
      ServiceCompat.startForeground(this, ID, notification(), type)
    } catch (why: RuntimeException) {
      // The app went behind just now, or this system wants a permission more: collecting goes on
      // for as long as the system lets it, and nothing crashes.
      stopSelf()
      return START_NOT_STICKY
    }
    holdAwake()
    // A process that was ended comes back with the core locked: there is nothing to keep alive.
    return START_NOT_STICKY
  }

  override fun onDestroy() {
    announcements?.release()
    awake?.let { if (it.isHeld) it.release() }
    super.onDestroy()
  }

  private fun holdAwake() {
    if (awake == null) {
      val power = getSystemService(Context.POWER_SERVICE) as PowerManager
      awake = power.newWakeLock(PowerManager.PARTIAL_WAKE_LOCK, "sanaq:evening").apply {
        setReferenceCounted(false)
      }
    }
    // The core ends the evening ten minutes after the last contact; this is for a core that cannot,
    // and as long as the longest evening.
    awake?.acquire(EVENING_MAX_MS)
    if (announcements == null) {
      val wifi = applicationContext.getSystemService(Context.WIFI_SERVICE) as? WifiManager
      announcements = wifi?.createMulticastLock("sanaq:evening")?.apply {
        setReferenceCounted(false)
      }
    }
    announcements?.acquire()
  }

  private fun notification(): Notification {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
      val channel = NotificationChannel(
        CHANNEL,
        getString(R.string.evening_channel),
        NotificationManager.IMPORTANCE_LOW,
      )
      channel.setShowBadge(false)
      getSystemService(NotificationManager::class.java).createNotificationChannel(channel)
    }
    val open = PendingIntent.getActivity(
      this,
      0,
      Intent(this, MainActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_SINGLE_TOP),
      PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
    )
    return NotificationCompat.Builder(this, CHANNEL)
      .setSmallIcon(R.drawable.ic_evening)
      .setContentTitle(getString(R.string.app_name))
      .setContentText(getString(R.string.evening_text))
      .setContentIntent(open)
      .setOngoing(true)
      .setVisibility(NotificationCompat.VISIBILITY_SECRET)
      .setForegroundServiceBehavior(NotificationCompat.FOREGROUND_SERVICE_IMMEDIATE)
      .build()
  }

  private companion object {
    const val ID = 1
    const val CHANNEL = "evening"
    const val EVENING_MAX_MS = 20L * 60 * 60 * 1000
  }
}
