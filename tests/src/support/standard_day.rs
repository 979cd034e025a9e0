//! The standard day: what the byte goals are measured on.
//!
//! 1,200 taps over twelve hours at whole seconds, four checklists of 40 answers, five incidents
//! of 140 characters, half Russian half English, one break. Arrivals are a Poisson stream with
//! a rate by hour, so the tap distances carry as much chance as real ones. Made through
//! `domain`'s own encoders: a day of hand-made bytes would flatter the format.
#![allow(clippy::indexing_slicing)]

use domain::event::{
    Answered, Arrived, CountMethod, EntryKind, Event, Left, LogNoted, PauseReason, Payload, Place,
    SpecialAnswer, Value, ViewOfPoint, VoterCounted, WatchEnded, WatchPaused, WatchResumed,
    WatchStarted,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// 07:00 on the wall of the invented station, Unix seconds.
pub const OPENS: i64 = 1_804_903_200;
/// Taps of the day.
pub const TAPS: usize = 1_200;
/// Relative arrivals in each hour from 07:00.
const RATES: [f64; 12] = [0.8, 1.2, 1.5, 1.6, 1.4, 1.1, 0.9, 0.8, 0.8, 0.9, 0.7, 0.3];

const INCIDENTS: [&str; 5] = [
    "Председатель комиссии не показал пустую урну перед опечатыванием, сослался на нехватку \
     времени. Два наблюдателя просят внести это в протокол",
    "A man in a dark jacket stood by the registration desk from 11:20 to 11:45 and wrote down \
     names of voters. The chair did not ask him to leave",
    "Списки избирателей лежали открытыми на подоконнике, любой мог их фотографировать. После \
     замечания секретарь убрала папку в сейф и извинилась",
    "The mobile ballot box left with 46 ballots for 31 written requests. I was told the car \
     was full and I could not go with it. Back at 16:05 pm",
    "После закрытия вход не заперли, вошли ещё трое людей. They were let in by the policeman, \
     got ballots and voted; the chair let it happen, so.",
];

struct Maker {
    rng: ChaCha20Rng,
    events: Vec<Event>,
}

/// The day's events in order of their ordinals.
#[must_use]
pub fn standard_day(seed: u64) -> Vec<Event> {
    let mut maker = Maker { rng: ChaCha20Rng::seed_from_u64(seed), events: Vec::new() };
    maker.say(
        OPENS - 900,
        Payload::Arrived(Arrived { station: "214".into(), place: Place::Inside }),
    );
    maker.say(
        OPENS - 5,
        Payload::WatchStarted(WatchStarted {
            visit: 1,
            definition_version: 1,
            point: 1,
            covers: Vec::new(),
            view: ViewOfPoint::Full,
        }),
    );
    maker.taps();
    for (instance, hour) in [(1, 0.4), (2, 3.5), (3, 7.2), (4, 11.6)] {
        maker.checklist(instance, OPENS + (hour * 3_600.0) as i64);
    }
    for (index, text) in INCIDENTS.iter().enumerate() {
        let time = OPENS + 4_000 + 8_500 * index as i64 + i64::from(maker.below(900));
        let seen_at = Some(time - 60 - i64::from(maker.below(600)));
        maker.say(
            time,
            Payload::LogNoted(LogNoted {
                visit: Some(1),
                entry: EntryKind::Incident,
                text: (*text).into(),
                seen_at,
            }),
        );
    }
    let meal = OPENS + 6 * 3_600 + 700;
    maker.say(meal, Payload::WatchPaused(WatchPaused { watch: 2, reason: PauseReason::Break }));
    maker.say(meal + 900, Payload::WatchResumed(WatchResumed { watch: 2 }));
    maker.say(OPENS + 43_200, Payload::WatchEnded(WatchEnded { watch: 2 }));
    maker.say(OPENS + 43_900, Payload::Left(Left { visit: 1 }));
    maker.events.sort_by_key(|event| event.time);
    maker.events
}

impl Maker {
    fn say(&mut self, time: i64, payload: Payload) {
        self.events.push(Event::new(time, payload));
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.rng.next_u32() % bound
    }

    /// Uniform in (0, 1].
    fn chance(&mut self) -> f64 {
        (f64::from(self.rng.next_u32()) + 1.0) / 4_294_967_296.0
    }

    /// A Poisson stream whose rate follows the hours, cut at exactly [`TAPS`] taps.
    fn taps(&mut self) {
        let total: f64 = RATES.iter().sum();
        let mut times: Vec<i64> = Vec::with_capacity(TAPS);
        while times.len() < TAPS {
            let mut left = self.chance() * total;
            let mut hour = 0;
            while left > RATES[hour] && hour < 11 {
                left -= RATES[hour];
                hour += 1;
            }
            let within = (self.chance() * 3_600.0) as i64;
            times.push(OPENS + 3_600 * hour as i64 + within.min(3_599));
        }
        for time in times {
            let category = match self.below(100) {
                0..=91 => 1,
                92..=96 => 2,
                _ => 3,
            };
            let method = CountMethod::Screen;
            self.say(time, Payload::VoterCounted(VoterCounted { watch: 2, category, method }));
        }
    }

    fn checklist(&mut self, form: u32, start: i64) {
        let mut time = start;
        for question in 1..=40 {
            time += 4 + i64::from(self.below(18));
            let value = match question % 10 {
                0 => Value::Integer(i64::from(self.below(900))),
                7 if self.below(3) == 0 => {
                    Value::Special(SpecialAnswer::ALL[self.below(4) as usize])
                }
                9 => Value::Chosen(vec![1 + self.below(3), 4 + self.below(2)]),
                _ => Value::Chosen(vec![1 + u32::from(self.below(100) >= 80)]),
            };
            self.say(
                time,
                Payload::Answered(Answered {
                    visit: 1,
                    form,
                    form_version: 1,
                    instance: 1,
                    repeat_path: Vec::new(),
                    question,
                    value,
                    seen_at: None,
                }),
            );
        }
    }
}
