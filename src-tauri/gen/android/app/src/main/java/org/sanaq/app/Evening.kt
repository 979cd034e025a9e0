package org.sanaq.app

import android.Manifest
import android.app.Activity
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.wifi.WifiManager
import android.os.Build
import androidx.appcompat.app.AppCompatActivity
import androidx.core.app.ActivityCompat
import androidx.core.content.ContextCompat
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.Plugin

@InvokeArg
class Stay {
  var on: Boolean = false
}

/**
 * Begins and ends `EveningService` as the shell orders; the page has no permission to call it. While
 * the app is in front it lets announcements of the local network through, which Android holds back
 * otherwise.
 */
@TauriPlugin
class Evening(private val activity: Activity) : Plugin(activity) {
  private val announcements: WifiManager.MulticastLock? by lazy {
    val wifi = activity.applicationContext.getSystemService(Context.WIFI_SERVICE) as? WifiManager
    wifi?.createMulticastLock("sanaq:front")?.apply { setReferenceCounted(false) }
  }

  override fun onResume(activity: AppCompatActivity) {
    announcements?.acquire()
  }

  override fun onPause(activity: AppCompatActivity) {
    announcements?.release()
  }

  @Command
  fun stay(invoke: Invoke) {
    val on = invoke.parseArgs(Stay::class.java).on
    activity.runOnUiThread {
      val service = Intent(activity, EveningService::class.java)
      try {
        if (on) {
          askForNotifications()
          // In front a plain start is allowed. The other one promises the system a notification in
          // time, and an evening that is ended at once would break the promise and crash.
          activity.startService(service)
        } else {
          activity.stopService(service)
        }
        invoke.resolve()
      } catch (why: IllegalStateException) {
        // Not from behind. The shell tries again in front.
        invoke.reject("the service was refused")
      }
    }
  }

  /** Without the permission the service runs all the same; only its notification is not seen. */
  private fun askForNotifications() {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
    val wanted = Manifest.permission.POST_NOTIFICATIONS
    val has = ContextCompat.checkSelfPermission(activity, wanted)
    if (has != PackageManager.PERMISSION_GRANTED) {
      ActivityCompat.requestPermissions(activity, arrayOf(wanted), 0)
    }
  }
}
