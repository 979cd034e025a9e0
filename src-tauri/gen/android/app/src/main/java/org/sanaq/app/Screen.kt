package org.sanaq.app

import android.app.Activity
import android.view.WindowManager
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.Plugin

@InvokeArg
class Keep {
  var on: Boolean = false
}

/** Keeps the screen on while a watch runs. Called by the shell only; the page has no permission. */
@TauriPlugin
class Screen(private val activity: Activity) : Plugin(activity) {
  @Command
  fun keep(invoke: Invoke) {
    val on = invoke.parseArgs(Keep::class.java).on
    activity.runOnUiThread {
      if (on) {
        activity.window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
      } else {
        activity.window.clearFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
      }
      invoke.resolve()
    }
  }
}
