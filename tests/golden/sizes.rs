//! The standard day's bytes against their goals (DESIGN.md §6).

use domain::event::Payload;
use journal::certificate::{Certificate, Role};
use journal::event::{EventBytes, EventClock};
use journal::headquarters::RoleKeys;
use journal::ids::{BootId, ElectionId, JournalId, Ordinal};
use journal::keys::{SealSecret, SigningKey};
use journal::page::Head;
use journal::seal::{Draft, DraftEvent, Reader};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tests::support::standard_day::{TAPS, standard_day};

const ONE_PAGE_BYTES_MAX: usize = 2_500;
const TWELVE_PAGES_BYTES_MAX: usize = 6_250;

fn drafts(seed: u64) -> Vec<DraftEvent> {
    let clock = EventClock { boot: BootId([0x5a; 16]), drift: 1_804_800_000 };
    standard_day(seed)
        .iter()
        .map(|event| DraftEvent { clock, bytes: EventBytes::new(event.encode()).unwrap() })
        .collect()
}

/// Bytes of all pages when the day is sealed in this many runs of about the same length.
fn sealed_bytes(seed: u64, pages: usize) -> usize {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let keys = RoleKeys::random(&mut rng);
    let author = SigningKey::random(&mut rng);
    let (election, journal) = (ElectionId::random(&mut rng), JournalId::random(&mut rng));
    let events = drafts(seed);
    let reader = Reader { key: keys.sealing.public(), number: 1 };
    let (mut after, mut first, mut total) = (Head::START, 1, 0);
    for run in events.chunks(events.len().div_ceil(pages)) {
        let draft = Draft {
            election,
            journal,
            after,
            first: Ordinal(first),
            events: run.to_vec(),
            sealed_at: run.last().unwrap().bytes.time(),
            padded: false,
        };
        let page = draft.seal(&reader, &author, &mut rng).unwrap().page;
        assert_eq!(page.open(&keys.sealing).unwrap().events.len(), run.len());
        first += run.len() as u64;
        after = page.head();
        total += page.bytes().len();
    }
    total
}

#[test]
fn the_standard_day_is_what_the_design_says() {
    let day = standard_day(1);
    let count = |wanted: fn(&Payload) -> bool| day.iter().filter(|e| wanted(&e.payload)).count();
    assert_eq!(count(|p| matches!(p, Payload::VoterCounted(_))), TAPS);
    assert_eq!(count(|p| matches!(p, Payload::Answered(_))), 160);
    let texts: Vec<&str> = day
        .iter()
        .filter_map(|event| match &event.payload {
            Payload::LogNoted(noted) => Some(noted.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(texts.len(), 5);
    for text in &texts {
        assert_eq!(text.chars().count(), 140, "{text}");
    }
    let letters = texts.concat();
    let russian =
        letters.chars().filter(|c| ('а'..='я').contains(&c.to_lowercase().next().unwrap()));
    let english = letters.chars().filter(char::is_ascii_alphabetic);
    let share = russian.count() as f64 / english.count() as f64;
    assert!((0.8..1.25).contains(&share), "{share}");
}

#[test]
fn a_day_over_its_goal_as_one_page_fails() {
    for seed in 1..=5 {
        let bytes = sealed_bytes(seed, 1);
        println!("standard day {seed} as one page: {bytes} bytes");
        assert!(bytes <= ONE_PAGE_BYTES_MAX, "{bytes} bytes");
    }
}

#[test]
fn the_parts_of_a_day_can_be_weighed() {
    let weights = journal::weigh::weigh(&drafts(1));
    for weight in weights.iter().filter(|weight| weight.alone > 12) {
        println!("{:?}: {} plain, {} alone", weight.part, weight.plain, weight.alone);
    }
    let times = weights.iter().find(|weight| weight.part == journal::weigh::Part::Times).unwrap();
    assert!(times.plain >= TAPS, "a tap takes a byte of time at least");
}

#[test]
fn a_day_as_twelve_pages_stays_within_its_goal() {
    for seed in 1..=5 {
        let bytes = sealed_bytes(seed, 12);
        println!("standard day {seed} as twelve pages: {bytes} bytes");
        assert!(bytes <= TWELVE_PAGES_BYTES_MAX, "{bytes} bytes");
    }
}

#[test]
fn a_certificate_fits_its_bound_with_all_continuations() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let keys = RoleKeys::random(&mut rng);
    let election = ElectionId::random(&mut rng);
    let (public, one_time) = keys.invite(election, Role::Lead, i64::MAX, &mut rng);
    let mut key = SigningKey::random(&mut rng);
    let seal = SealSecret::random(&mut rng).public();
    let journal = JournalId::random(&mut rng);
    let mut certificate = Certificate::enrol(public, &one_time, journal, &key, seal);
    for _ in 0..journal::certificate::CONTINUATIONS_MAX {
        let next = SigningKey::random(&mut rng);
        let last = (journal::ids::PageNumber(u64::MAX), journal::ids::Hash([9; 32]));
        let journal = JournalId::random(&mut rng);
        certificate = certificate.continued(&key, last, journal, &next, seal);
        key = next;
    }
    assert!(certificate.encode().len() <= journal::certificate::CERTIFICATE_BYTES_MAX);
}
