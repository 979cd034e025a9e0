//! In any sequence every keeper gives the same outcomes and ends with the same standing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::ids::PageNumber;
use journal::judge::{Place, Quota};
use journal::keeper::Decision;
use proptest::prelude::*;

use crate::world::{Author, MORNING, World};

/// A step: which author, and what.
#[derive(Debug, Clone)]
enum Step {
    /// Pages from … for so many, late or not.
    Give {
        author: usize,
        from: usize,
        count: usize,
        late: bool,
    },
    Admit(usize),
    /// The branch that begins with this page of this author's.
    Choose {
        author: usize,
        page: usize,
    },
    End {
        author: usize,
        last: u64,
    },
    Revoke {
        author: usize,
        last: Option<u64>,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let author = 0usize..8;
    prop_oneof![
        6 => (author.clone(), 0usize..6, 1usize..5, prop::bool::weighted(0.1))
            .prop_map(|(author, from, count, late)| Step::Give { author, from, count, late }),
        1 => author.clone().prop_map(Step::Admit),
        1 => (author.clone(), 0usize..6).prop_map(|(author, page)| Step::Choose { author, page }),
        1 => (author.clone(), 0u64..5).prop_map(|(author, last)| Step::End { author, last }),
        1 => (author, prop::option::of(0u64..5))
            .prop_map(|(author, last)| Step::Revoke { author, last }),
    ]
}

/// Alice; her invitation used again by Mallory; Alice's other branch; Bob; two continuations of
/// Alice's journal and one of the second; somebody who claims Bob's journal.
fn authors(world: &mut World) -> Vec<(Author, Vec<journal::page::Page>)> {
    let mut two = world.authors_of_one_invitation(2);
    let (mut mallory, mut alice) = (two.pop().unwrap(), two.pop().unwrap());
    let mut bob = world.author();
    let shared = world.pages(&mut alice, 2);
    let mut branch = alice.clone();
    let with_shared = |world: &mut World, author: &mut Author| {
        let more = world.pages(author, 4);
        shared.iter().cloned().chain(more).collect::<Vec<_>>()
    };
    let of_alice = with_shared(world, &mut alice);
    let of_branch = with_shared(world, &mut branch);
    let of_mallory = world.pages(&mut mallory, 6);
    let of_bob = world.pages(&mut bob, 6);
    let mut claim = world.author_as(bob.journal());
    let of_claim = world.pages(&mut claim, 6);
    let (mut on, mut other) = (world.continued(&alice), world.continued(&alice));
    let mut further = world.continued(&other);
    let [of_on, of_other, of_further] =
        [&mut on, &mut other, &mut further].map(|one| world.pages(one, 6));
    vec![
        (alice, of_alice),
        (mallory, of_mallory),
        (branch, of_branch),
        (bob, of_bob),
        (on, of_on),
        (other, of_other),
        (further, of_further),
        (claim, of_claim),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_keeper_answers_alike(
        steps in proptest::collection::vec(step(), 1..24),
        relay in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let mut world = World::new(seed);
        let authors = authors(&mut world);
        let place = if relay { Place::Relay } else { Place::Headquarters };
        let quota = Quota { waiting: 3, held: 4, journals: 2, ..Quota::default() };
        let mut tried = world.keepers(place, quota);
        for (at, step) in (0i64..).zip(steps) {
            let mut answers = Vec::new();
            for one in &mut tried {
                let outcome = match &step {
                    Step::Give { author, from, count, late } => {
                        let (author, pages) = &authors[*author];
                        let until = (from + count).min(pages.len());
                        let at = MORNING + at + if *late { 90_000 } else { 0 };
                        let delivery = author.delivery(&pages[*from..until], at);
                        Some(one.keeper.commit(vec![delivery]).unwrap())
                    }
                    Step::Admit(author) => {
                        let journal = authors[*author].0.journal();
                        one.keeper.decide(Decision::Admit { journal }, MORNING + at).unwrap();
                        None
                    }
                    Step::Choose { author, page } => {
                        let (author, pages) = &authors[*author];
                        let head = pages[*page].head();
                        let choose = Decision::AdmitBranch {
                            journal: author.journal(),
                            number: head.number,
                            hash: head.hash,
                        };
                        one.keeper.decide(choose, MORNING + at).unwrap();
                        None
                    }
                    Step::End { author, last } => {
                        let (journal, last) = (authors[*author].0.journal(), PageNumber(*last));
                        let end = Decision::End { journal, last };
                        one.keeper.decide(end, MORNING + at).unwrap();
                        None
                    }
                    Step::Revoke { author, last } => {
                        let author = &authors[*author].0;
                        let revoke = Decision::Revoke {
                            invitation: author.chain.invitation,
                            last_good: last.map(|last| (author.journal(), PageNumber(last))),
                        };
                        one.keeper.decide(revoke, MORNING + at).unwrap();
                        None
                    }
                };
                let standing: Vec<_> = authors
                    .iter()
                    .map(|(author, _)| one.keeper.standing(author.journal()).unwrap())
                    .map(|standing| standing.map(|mut standing| {
                        standing.held.sort_by_key(|held| (held.number, held.hash));
                        standing.waiting.sort();
                        standing
                    }))
                    .collect();
                let runs: Vec<_> = authors
                    .iter()
                    .map(|(author, _)| {
                        one.keeper.pages(author.journal(), PageNumber(0), 1 << 20).unwrap()
                    })
                    .collect();
                answers.push((outcome, standing, runs));
            }
            for (one, answer) in tried.iter().zip(&answers) {
                prop_assert_eq!(&answers[0], answer, "memory and {} after {:?}", one.name, step);
            }
        }
    }
}
