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

/// The values of an attribute in elements of one name, in order.
fn named(manifest: &str, element: &str) -> Vec<String> {
    let opening = format!("<{element}");
    let elements = manifest.split(&opening).skip(1);
    elements
        .map(|rest| rest.split("android:name=\"").nth(1).unwrap())
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_app_asks_for_these_permissions_and_no_other() {
    let asked = named(&read("app/src/main/AndroidManifest.xml"), "uses-permission");
    let wanted = [
        "INTERNET",
        "ACCESS_NETWORK_STATE",
        "CHANGE_WIFI_MULTICAST_STATE",
        "FOREGROUND_SERVICE",
        "FOREGROUND_SERVICE_CONNECTED_DEVICE",
        "POST_NOTIFICATIONS",
        "WAKE_LOCK",
        "CAMERA",
    ];
    assert_eq!(asked, wanted.map(|name| format!("android.permission.{name}")));
}

#[test]
fn a_phone_without_a_camera_may_install_it() {
    let manifest = read("app/src/main/AndroidManifest.xml");
    let features = manifest.split("<uses-feature").skip(1);
    let elements: Vec<&str> = features.map(|rest| rest.split("/>").next().unwrap()).collect();
    assert!(!elements.is_empty());
    for element in elements {
        assert!(element.contains("android:required=\"false\""), "{element}");
    }
}

#[test]
fn the_evenings_service_is_the_only_one_and_nobody_elses() {
    let manifest = read("app/src/main/AndroidManifest.xml");
    assert_eq!(named(&manifest, "service"), [".EveningService"]);
    let service = manifest.split("<service").nth(1).unwrap().split("/>").next().unwrap();
    assert!(service.contains("android:exported=\"false\""));
    assert!(service.contains("android:foregroundServiceType=\"connectedDevice\""));
}

#[test]
fn the_service_holds_the_phone_awake_as_long_as_an_evening_lasts_and_promises_nothing_before() {
    let service = read("app/src/main/java/org/sanaq/app/EveningService.kt");
    let evening = fs::read_to_string(root().join("crates/app/src/collect/evening.rs")).unwrap();
    let hours = |text: &str, before: &str, after: &str| -> u32 {
        let rest = text.split(before).nth(1).expect(before);
        rest.split(after).next().and_then(|hours| hours.parse().ok()).expect("hours")
    };
    let held = hours(&service, "EVENING_MAX_MS = ", "L * 60 * 60 * 1000");
    assert_eq!(held, hours(&evening, "EVENING_S: i64 = ", " * 3600"));
    // A promised notification that does not come in time ends the process.
    let begin = read("app/src/main/java/org/sanaq/app/Evening.kt");
    assert!(begin.contains("activity.startService(") && !begin.contains("startForegroundService"));
}

#[test]
fn the_notification_is_hidden_on_a_locked_screen_and_says_nothing_of_elections() {
    let service = read("app/src/main/java/org/sanaq/app/EveningService.kt");
    assert!(service.contains("VISIBILITY_SECRET"));
    let telling = ["election", "observ", "team", "выбор", "наблюд", "команд", "сайлау", "бақыла"];
    for folder in ["values", "values-ru", "values-kk"] {
        let words = read(&format!("app/src/main/res/{folder}/strings.xml"));
        assert_eq!(words.matches("name=\"evening_").count(), 2, "{folder} lacks a word");
        let said: String = words.lines().filter(|line| line.contains("<string")).collect();
        for word in telling {
            assert!(!said.to_lowercase().contains(word), "{folder} says {word}");
        }
    }
    assert_ne!(
        read("app/src/main/res/values-ru/strings.xml"),
        read("app/src/main/res/values-kk/strings.xml")
    );
}

#[test]
fn what_the_shell_loads_is_there_in_kotlin() {
    let shell = crate::tree::sources(&[".rs"]);
    let loads = shell.iter().filter(|source| source.path.starts_with("src-tauri/src/"));
    let mut found = 0;
    for source in loads {
        for rest in source.text.split("register_android_plugin(\"org.sanaq.app\", \"").skip(1) {
            let class = rest.split('"').next().unwrap();
            let kotlin = read(&format!("app/src/main/java/org/sanaq/app/{class}.kt"));
            assert!(kotlin.contains(&format!("class {class}(")), "{class}");
            found += 1;
        }
    }
    assert_eq!(found, 3);
}
