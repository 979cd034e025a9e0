package org.sanaq.app

import android.app.Activity
import android.content.ClipData
import android.content.Intent
import android.util.Base64
import androidx.core.content.FileProvider
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.Plugin
import java.io.File

@InvokeArg
class Given {
  lateinit var name: String
  lateinit var base64: String
}

/** Hands one file to an app that the person chooses. The copy before it is deleted. */
@TauriPlugin
class Share(private val activity: Activity) : Plugin(activity) {
  @Command
  fun file(invoke: Invoke) {
    val given = invoke.parseArgs(Given::class.java)
    val folder = File(activity.cacheDir, "given")
    folder.deleteRecursively()
    folder.mkdirs()
    // The last part of the name only: nothing is written outside the folder.
    val file = File(folder, File(given.name).name)
    try {
      file.writeBytes(Base64.decode(given.base64, Base64.DEFAULT))
    } catch (why: Exception) {
      invoke.reject("the file was not written")
      return
    }
    val uri = FileProvider.getUriForFile(activity, "${activity.packageName}.fileprovider", file)
    val send = Intent(Intent.ACTION_SEND)
      .setType("application/octet-stream")
      .putExtra(Intent.EXTRA_STREAM, uri)
      .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
    send.clipData = ClipData.newRawUri("", uri)
    activity.runOnUiThread {
      activity.startActivity(Intent.createChooser(send, null))
      invoke.resolve()
    }
  }
}
