//! What the Android project must say: the observer's data leaves the phone by sync only.

use std::fs;

use crate::tree::root;

fn read(path: &str) -> String {
    let path = root().join("src-tauri/gen/android").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_phone_backs_nothing_up_and_extracts_nothing() {
    let manifest = read("app/src/main/AndroidManifest.xml");
    assert!(manifest.contains("android:allowBackup=\"false\""));
    let name = manifest.split("android:dataExtractionRules=\"@xml/").nth(1).unwrap();
    let name = name.split('"').next().unwrap();
    let rules = read(&format!("app/src/main/res/xml/{name}.xml"));
    for section in ["cloud-backup", "device-transfer"] {
        let inside = rules.split(&format!("<{section}")).nth(1).unwrap();
        let inside = inside.split(&format!("</{section}>")).next().unwrap();
        for domain in ["root", "file", "database", "sharedpref", "external"] {
            assert!(
                inside.contains(&format!("<exclude domain=\"{domain}\"")),
                "{section} lets {domain} out"
            );
        }
        assert!(!inside.contains("<include"), "{section} includes something");
    }
}

#[test]
fn the_app_targets_android_16() {
    let gradle = read("app/build.gradle.kts");
    assert!(gradle.contains("targetSdk = 36"));
}

#[test]
fn the_released_app_speaks_no_clear_text() {
    let gradle = read("app/build.gradle.kts");
    let release = gradle.split("getByName(\"release\")").nth(1).unwrap();
    assert!(!release.contains("usesCleartextTraffic\"] = \"true\""));
}
