//! `cargo xtask run`.

use anyhow::Result;

/// Not there yet.
pub fn run(_once: bool, _keep: bool) -> Result<()> {
    let _ = crate::display::present();
    anyhow::bail!("not built yet")
}
