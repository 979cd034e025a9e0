use super::*;

#[test]
fn the_wire_document_names_the_figures_of_the_code() {
    let text = include_str!("../../WIRE.md");
    let mib = |bytes: usize| format!("{} MiB", bytes / 1024 / 1024);
    for figure in [
        format!("| request body, answer body | {} each |", mib(REQUEST_BYTES_MAX)),
        format!("| pages in a request or answer | {PAGES_MAX}, each"),
        format!(
            "host into an answer | {} / {} KiB |",
            mib(PAGES_BYTES_BUDGET),
            ANSWER_PAGES_BYTES_BUDGET / 1024
        ),
        format!("| requests a contact | {REQUESTS_PER_CONTACT_MAX} |"),
        format!("| addresses | {ADDRESSES_MAX}, {} ms apart |", STAGGER.as_millis()),
        format!("TLS) | {} s |", CONNECT_TIMEOUT.as_secs()),
        format!("silence of {} s, {} s in all", READ_TIMEOUT.as_secs(), REQUEST_TIMEOUT.as_secs()),
        format!("within {} s, and {} KiB", BODY_TIMEOUT.as_secs(), BODY_PACE_BYTES / 1024),
        format!("| connections at a relay | {RELAY_CONNECTIONS_MAX}, of these"),
        format!("of these {RELAY_CONNECTIONS_PER_ADDRESS_MAX} from one address"),
        format!("at a relay {} s |", crate::host::Bounds::relay().life.as_secs()),
        format!("positions, custody notes | {POSITIONS_MAX} each |"),
        format!("| receipts in an answer | {PAGES_MAX} |"),
        format!(
            "| Held / refused pages / have in an answer | {} / {PAGES_MAX} / {} |",
            journal::answer::HELD_MAX,
            journal::answer::HAVES_MAX
        ),
        format!("(at most {} gaps", journal::keeper::GAPS_MAX),
        format!("device remembers | {} |", crate::announce::ANNOUNCED_MAX),
        format!("a service `{}`", crate::announce::SERVICE),
        format!("queue | {},{:03} |", QUEUE_MAX / 1_000, QUEUE_MAX % 1_000),
        format!("KiB at least in every {} s", BODY_PACE.as_secs()),
        format!(
            "requests at headquarters | {}, of these {} from one address",
            mib(UNANSWERED_BYTES_MAX),
            mib(UNANSWERED_BYTES_PER_ADDRESS_MAX)
        ),
        format!(
            "requests at a relay | {}, of these {} from one address",
            mib(RELAY_UNANSWERED_BYTES_MAX),
            mib(RELAY_UNANSWERED_BYTES_PER_ADDRESS_MAX)
        ),
        format!("queued up (≤ {BATCH_MAX} requests)"),
        format!("version ({CONTACT_VERSION})"),
        format!("`POST {PATH}`, `Content-Type: {MEDIA_TYPE}`"),
        format!("rate: {} requests at once", crate::host::BURST),
    ] {
        assert!(text.contains(&figure), "WIRE.md lacks: {figure}");
    }
    assert_eq!(ANSWER_BYTES_MAX, REQUEST_BYTES_MAX);
}
