//! Teams, notices and stations given and taken, from the command to the device.

use domain::Event;
use domain::event::{Payload, TeamListed};

use crate::counting;
use crate::device::Device;
use crate::endpoint::{Endpoint, now};

/// The team lists a device was told, oldest first.
fn lists(lead: &Device) -> Vec<TeamListed> {
    let listed = |event: Event| match event.payload {
        Payload::TeamListed(listed) => Some(listed),
        _ => None,
    };
    lead.told().into_iter().filter_map(listed).collect()
}

fn call_signs(listed: &TeamListed) -> Vec<&str> {
    listed.members.iter().map(|member| member.call_sign.as_str()).collect()
}

/// Contacts until what was told fits: `serve` looks at the lists every few seconds.
fn until(device: &mut Device, fits: impl Fn(&Device) -> bool) {
    let begun = std::time::Instant::now();
    while !fits(device) {
        assert!(begun.elapsed().as_secs() < 60, "never told: {:?}", device.told());
        device.contact();
    }
}

#[test]
fn a_lead_is_told_the_team_by_call_sign_at_first_contact_and_at_every_change() {
    let mut endpoint = Endpoint::set_up();
    let carol = endpoint.invite_as("Carol", &["--role", "lead", "--team", "North"]);
    endpoint.invite_as("Alice", &["--team", "North", "--station", "1804"]);
    endpoint.invite_as("Bob", &["--team", "north", "--call-sign", "Owl"]);
    endpoint.invite_as("Dave", &["--team", "South"]);
    let (ok, said) = endpoint.try_run(&["invite", "--label", "Mallory", "--call-sign", "owl"]);
    assert!(!ok && said.contains("somebody's already"), "{said}");
    endpoint.serve();
    let mut carol = Device::enrol(&carol, &endpoint.sync);
    until(&mut carol, |carol| !lists(carol).is_empty());
    let first = lists(&carol);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].team, "North");
    assert_eq!(call_signs(&first[0]), ["N2", "Owl"]);
    // No name of the team goes to the lead's device, whatever it was told.
    let told = format!("{:?}", carol.told());
    assert!(!told.contains("Alice") && !told.contains("Bob"), "{told}");

    let listed = endpoint.run(&["invites", "list"]);
    let dave = listed.lines().find(|line| line.contains("Dave")).unwrap();
    let id = dave.split_whitespace().next().unwrap().to_owned();
    endpoint.run(&["invites", "change", &id, "--team", "North"]);
    until(&mut carol, |carol| lists(carol).len() == 2);
    assert_eq!(call_signs(&lists(&carol)[1]), ["N2", "Owl", "S1"]);
    endpoint.run(&["invites", "revoke", &id]);
    until(&mut carol, |carol| lists(carol).len() == 3);
    assert_eq!(call_signs(&lists(&carol)[2]), ["N2", "Owl"]);
    // What does not change the team says nothing.
    endpoint.run(&["assign", "--to", "Owl", "1805"]);
    endpoint.stop();
    endpoint.serve();
    carol.find(&endpoint.sync);
    carol.contact();
    assert_eq!(lists(&carol).len(), 3);
}

#[test]
fn many_are_invited_into_teams_by_a_file_and_no_call_sign_is_given_twice() {
    let endpoint = Endpoint::set_up();
    let people = "label,role,team,call_sign\nAlice,,North,\nBob,observer,North,N1\nCarol,lead,,\n";
    let file = endpoint.file("people.csv", people.as_bytes());
    endpoint.run(&["invite", "--csv", file.to_str().unwrap(), "--team", "West"]);
    let listed = endpoint.run(&["invites", "list"]);
    let line = |name: &str| listed.lines().find(|line| line.contains(name)).unwrap();
    assert!(line("Bob").contains("Bob  N1  North"), "{listed}");
    assert!(line("Alice").contains("Alice  N2  North"), "{listed}");
    assert!(line("Carol").contains("lead  Carol  W1  West"), "{listed}");
    let twice = endpoint.file("twice.csv", b"label,call_sign\nDave,Owl\nErin,OWL\n");
    let (ok, said) = endpoint.try_run(&["invite", "--csv", twice.to_str().unwrap()]);
    assert!(!ok && said.contains("line 3, column call_sign"), "{said}");
}

#[test]
fn stations_and_notices_reach_a_person_and_a_team() {
    let mut endpoint = Endpoint::set_up();
    let alice = endpoint.invite_as("Alice", &["--team", "North", "--station", "1804"]);
    let bob = endpoint.invite_as("Bob", &["--team", "North"]);
    endpoint.serve();
    let mut alice = Device::enrol(&alice, &endpoint.sync);
    alice.seal(&counting("1804", now() - 600));
    alice.contact();

    let said = endpoint.run(&["assign", "--team", "North", "1805"]);
    assert!(said.contains("Alice (N1): goes down"), "{said}");
    assert!(said.contains("Bob (N2): no contact yet; goes down"), "{said}");
    endpoint.run(&["unassign", "--to", "Alice", "1804"]);
    let (ok, said) = endpoint.try_run(&["assign", "--to", "Alice", "9999"]);
    assert!(!ok && said.contains("not in the list"), "{said}");
    let said = endpoint.run(&["notice", "--team", "North", "Сағат 20:00-де кездесеміз"]);
    assert!(said.contains("Bob (N2): not sent, no contact yet"), "{said}");
    endpoint.run(&["notice", "--to", "N1", "the door on the left"]);
    let (ok, said) = endpoint.try_run(&["notice", "--to", "Bob", "later"]);
    assert!(!ok && said.contains("nobody was told"), "{said}");

    alice.contact();
    let mut told = Vec::new();
    for event in alice.told() {
        match event.payload {
            Payload::Assigned(it) => told.push(format!("+{}", it.station.code)),
            Payload::Unassigned(it) => told.push(format!("-{}", it.station)),
            Payload::NoticeSent(it) => told.push(format!("{}: {}", it.notice, it.text)),
            other => panic!("{other:?}"),
        }
    }
    let wanted =
        ["+1804", "+1805", "-1804", "1: Сағат 20:00-де кездесеміз", "2: the door on the left"];
    assert_eq!(told, wanted);
    let mut bob = Device::enrol(&bob, &endpoint.sync);
    until(&mut bob, |bob| !bob.told().is_empty());
    let stations = bob.told().into_iter().map(|event| event.payload);
    let stations: Vec<String> = stations
        .map(|payload| match payload {
            Payload::Assigned(it) => it.station.code,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(stations, ["1805"]);
}

#[test]
fn a_stations_own_days_go_down_to_whoever_is_there_and_change_alone() {
    let mut endpoint = Endpoint::set_up();
    let import = |endpoint: &Endpoint, days: &str| {
        let rows = format!("CODE,NAME,DAYS\n1804,School,{days}\n");
        let file = endpoint.file("days.csv", rows.as_bytes());
        let columns = ["--code", "CODE", "--name", "NAME", "--days", "DAYS"];
        endpoint.run(&[&["stations", "import", file.to_str().unwrap()], &columns[..]].concat());
    };
    let toml = std::fs::read_to_string(endpoint.path("data/election.toml")).unwrap();
    let date = toml.lines().find_map(|line| line.trim().strip_prefix("date = ")).unwrap();
    let date = date.trim_matches('"');
    import(&endpoint, date);
    let alice = endpoint.invite_as("Alice", &["--station", "1804"]);
    endpoint.serve();
    let mut alice = Device::enrol(&alice, &endpoint.sync);
    alice.seal(&counting("1804", now() - 600));
    until(&mut alice, |alice| alice.told().len() == 2);
    import(&endpoint, "");
    until(&mut alice, |alice| alice.told().len() == 3);
    let told = alice.told().into_iter().map(|event| match event.payload {
        Payload::Assigned(it) => it.station.code,
        Payload::StationDaysSet(it) => format!("{}: {:?}", it.station, it.days),
        other => panic!("{other:?}"),
    });
    let told: Vec<String> = told.collect();
    let wanted = ["1804".to_owned(), format!("1804: [{date}]"), "1804: []".to_owned()];
    assert_eq!(told, wanted);
}
