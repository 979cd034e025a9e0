//! The desktop's way in. All that it does stands in the library, which Android calls too.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    sanaq_lib::run();
}
