//! Writes (or, with `--check`, compares) `ui/src/bindings/app.ts` from the seam's types.
//!
//! A command and not a test, so that running tests never changes the tree. Every type reachable
//! from the seam's roots is collected once, by name; two types of one name would be one too many
//! and are refused. `bigint` at the seam is refused too.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use app::api::{AppError, Command, Notice, Query, Reply};
use ts_rs::{Config, TS, TypeVisitor};

struct Collected<'a> {
    cfg: &'a Config,
    decls: BTreeMap<String, String>,
    clash: Option<String>,
}

impl TypeVisitor for Collected<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let decl = format!("{docs}export {}", T::decl(self.cfg));
        let name = T::ident(self.cfg);
        match self.decls.get(&name) {
            Some(known) if *known == decl => {}
            Some(_) => self.clash = Some(name),
            None => {
                self.decls.insert(name, decl);
                T::visit_dependencies(self);
            }
        }
    }
}

fn bindings() -> Result<String, String> {
    let cfg = Config::default();
    let mut all = Collected { cfg: &cfg, decls: BTreeMap::new(), clash: None };
    all.visit::<Command>();
    all.visit::<Query>();
    all.visit::<Reply>();
    all.visit::<Notice>();
    all.visit::<AppError>();
    if let Some(name) = all.clash {
        return Err(format!("two types at the seam are called {name}"));
    }
    let mut text = String::from(
        "// Written by `cargo run -p app --bin bindings` from crates/app/src/api. Do not edit.\n",
    );
    for decl in all.decls.values() {
        text.push('\n');
        text.push_str(decl.trim_end());
        text.push('\n');
    }
    if text.contains("bigint") {
        return Err("a 64-bit number crosses the seam".to_owned());
    }
    Ok(text)
}

fn run(check: bool) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/bindings/app.ts");
    let wanted = bindings()?;
    if check {
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        if there != wanted {
            return Err("ui/src/bindings/app.ts is old: cargo run -p app --bin bindings".into());
        }
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    }
    std::fs::write(&path, wanted).map_err(|e| e.to_string())
}

fn main() -> ExitCode {
    match run(std::env::args().any(|a| a == "--check")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            #[expect(clippy::print_stderr, reason = "a command speaks to its caller")]
            {
                eprintln!("bindings: {why}");
            }
            ExitCode::FAILURE
        }
    }
}
