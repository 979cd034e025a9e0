//! A display of a test's own, the size of a phone.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::process::Group;

pub struct Screen {
    /// `:7`, as `DISPLAY` wants it.
    pub name: String,
    _server: Group,
}

impl Screen {
    /// Starts Xvfb on a display number that is free.
    pub fn start(width: u32, height: u32) -> Self {
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"]);
        xvfb.arg(format!("{width}x{height}x24")).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Group::start(&mut xvfb);
        let mut number = String::new();
        BufReader::new(server.child.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb gave no display");
        Self { name: format!(":{}", number.trim()), _server: server }
    }
}
