//! Whether there is a display to open a window on.
//!
//! Only what the environment announces is believed. It refuses to start a display of its own: a
//! window for a person must not open where nobody looks.

/// True if X11 or Wayland is announced in the environment.
pub fn present() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
