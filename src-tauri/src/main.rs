//! The desktop's way in. All that it does stands in the library, which Android calls too.
//!
//! It refuses to do anything of its own: what stood here would be missing on a phone, where no
//! `main` is called.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    sanaq_lib::run();
}
