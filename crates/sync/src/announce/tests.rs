use super::*;
use journal::certificate::Role;
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{ElectionId, Hash, JournalId};
use journal::keys::{SealSecret, SigningKey};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

struct Scene {
    rng: ChaCha20Rng,
    election: ElectionId,
    roles: RoleKeys,
    keys: TrustedKeys,
}

impl Scene {
    fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let (root, roles) = (SigningKey::random(&mut rng), RoleKeys::random(&mut rng));
        let facts = ListFacts {
            election: ElectionId::random(&mut rng),
            common: JournalId::random(&mut rng),
            authority: Hash::ZERO,
            issued_at: 0,
            practice: true,
        };
        let keys = roles.first_list(&facts, &root).expect("key list");
        Self { rng, election: facts.election, roles, keys }
    }

    fn enrolled(&mut self, role: Role) -> (Certificate, SigningKey) {
        let (public, one_time) = self.roles.invite(self.election, role, 100, &mut self.rng);
        let device = SigningKey::random(&mut self.rng);
        let seal = SealSecret::random(&mut self.rng).public();
        let journal = JournalId::random(&mut self.rng);
        (Certificate::enrol(public, &one_time, journal, &device, seal), device)
    }

    fn statement(&self, certificate: &Certificate, key: &SigningKey) -> Attested<RelayStatement> {
        let (election, relay) = (self.election, certificate.journal());
        let body = RelayStatement { election, relay, spki: [1; 32], token: [2; 16], until: 9 };
        Attested::sign(body, key)
    }
}

fn heard(statement: &[u8], certificate: &Certificate, ips: &str) -> ResolvedService {
    let txt = pieces::cut(statement, &certificate.encode()).expect("fits");
    ServiceInfo::new(SERVICE, "x", "x.local.", ips, 4_000, txt).expect("info").as_resolved_service()
}

#[test]
fn a_certified_leads_statement_is_taken_with_its_addresses() {
    let mut scene = Scene::new(1);
    let (certificate, key) = scene.enrolled(Role::Lead);
    let statement = scene.statement(&certificate, &key);
    let service = heard(&statement.encode(), &certificate, "192.0.2.7,fe80::1,2001:db8::1");
    let taken = judge(&service, &scene.keys).expect("holds");
    assert_eq!(&taken.statement, statement.claimed());
    assert_eq!(taken.addresses, ["192.0.2.7:4000", "[2001:db8::1]:4000"]);
    assert_eq!(taken.chain.first_journal(), certificate.journal());
}

#[test]
fn nobody_else_leads_a_device_anywhere() {
    let mut scene = Scene::new(2);
    let (lead, lead_key) = scene.enrolled(Role::Lead);
    let (observer, observer_key) = scene.enrolled(Role::Observer);
    let (other, _) = scene.enrolled(Role::Lead);
    let ip = "192.0.2.7";
    let by_observer = scene.statement(&observer, &observer_key).encode();
    assert_eq!(judge(&heard(&by_observer, &observer, ip), &scene.keys), None, "no lead");
    let forged = scene.statement(&lead, &observer_key).encode();
    assert_eq!(judge(&heard(&forged, &lead, ip), &scene.keys), None, "not the lead's key");
    let good = scene.statement(&lead, &lead_key).encode();
    assert_eq!(judge(&heard(&good, &other, ip), &scene.keys), None, "another lead's certificate");
    assert_eq!(judge(&heard(&good, &lead, ip), &Scene::new(3).keys), None, "another election");
    assert_eq!(judge(&heard(&good, &lead, "fe80::1"), &scene.keys), None, "nowhere to go");
    let mut flipped = good.clone();
    flipped[20] ^= 1;
    assert_eq!(judge(&heard(&flipped, &lead, ip), &scene.keys), None, "a flipped bit");
    assert!(judge(&heard(&good, &lead, ip), &scene.keys).is_some());
}
