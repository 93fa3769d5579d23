package org.countersign.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What must be true of every score, tried on generated facts. The seed is fixed, so a failure can be repeated. */
@CountersignTest
class RiskPropertiesTest {

    private static final int SAMPLES = 150;
    private static final List<String> SAFEGUARDS =
            List.of("usage-logging", "rate-limits", "human-review", "kyc", "abuse-monitoring");
    private static final List<String> DOMAINS = List.of(
            "software-engineering",
            "cyber-defense",
            "offensive-security-testing",
            "life-sciences",
            "chemistry",
            "critical-infrastructure",
            "defense",
            "education",
            "healthcare",
            "finance",
            "research",
            "general-productivity");
    private static final List<String> ACCESS_MODES = List.of("chat", "api", "agentic", "fine-tuning", "weights");

    private final Random random = new Random(20_260_612);

    @Autowired
    private RiskPolicy policy;

    @Autowired
    private CountryGroups countryGroups;

    @Test
    void addingASafeguardNeverRaisesTheScore() {
        for (int i = 0; i < SAMPLES; i++) {
            RiskFacts facts = anyFacts();
            for (String safeguard : SAFEGUARDS) {
                if (!facts.safeguards().contains(safeguard)) {
                    var more = new ArrayList<>(facts.safeguards());
                    more.add(random.nextInt(more.size() + 1), safeguard);
                    assertThat(score(withSafeguards(facts, more)))
                            .as("%s with %s", facts, safeguard)
                            .isLessThanOrEqualTo(score(facts));
                }
            }
        }
    }

    @Test
    void aWorseCountryGroupNeverLowersTheScore() {
        List<String> groups = CountryGroups.FROM_BEST_TO_WORST;
        for (int i = 0; i < SAMPLES; i++) {
            RiskFacts facts = anyFacts();
            int better = random.nextInt(groups.size() - 1);
            String worse = groups.get(better + 1 + random.nextInt(groups.size() - better - 1));
            RiskFacts before = withGroups(facts, group -> groups.get(better));
            for (int which = 0; which < 3; which++) {
                assertThat(score(withGroup(before, which, worse)))
                        .as("%s, group %d worse: %s", before, which, worse)
                        .isGreaterThanOrEqualTo(score(before));
            }
        }
    }

    @Test
    void havingAParentOrAnOwnerNeverLowersTheScore() {
        for (int i = 0; i < SAMPLES; i++) {
            RiskFacts facts = anyFacts();
            for (int which = 1; which < 3; which++) {
                assertThat(score(withGroup(facts, which, any(CountryGroups.FROM_BEST_TO_WORST))))
                        .isGreaterThanOrEqualTo(score(withGroup(facts, which, RiskFacts.NO_GROUP)));
            }
        }
    }

    @Test
    void theSameFactsGiveTheSameScoreFactorsAndBand() {
        for (int i = 0; i < SAMPLES; i++) {
            RiskFacts facts = anyFacts();
            RiskAssessment first = policy.assess(facts);
            RiskAssessment second = policy.assess(facts);
            assertThat(second.score()).isEqualTo(first.score());
            assertThat(second.band()).isEqualTo(first.band());
            assertThat(second.factors()).isEqualTo(first.factors());
            assertThat(second.policies()).isEqualTo(first.policies());
        }
    }

    @Test
    void theScoreIsTheSumOfItsFactorsAndNeverNegative() {
        for (int i = 0; i < SAMPLES; i++) {
            RiskAssessment assessment = policy.assess(anyFacts());
            int sum = assessment.factors().stream()
                    .mapToInt(RiskAssessment.Factor::points)
                    .sum();
            assertThat(assessment.score()).isEqualTo(Math.max(0, sum));
            // Ten dimensions besides safeguards give one factor each; safeguards one each, or one for none.
            int safeguards = Math.max(1, assessment.facts().safeguards().size());
            assertThat(assessment.factors()).as("%s", assessment.facts()).hasSize(10 + safeguards);
        }
    }

    @Test
    void everyAssessmentNamesTheTablesItUsedByTheirHash() {
        assertThat(policy.assess(anyFacts()).policies())
                .extracting("decision")
                .containsExactly("risk-score", "risk-band", "country-groups");
        assertThat(policy.assess(anyFacts()).policies())
                .allSatisfy(version -> assertThat(version.sha256()).matches("[0-9a-f]{64}"));
    }

    @Test
    void aCountryInSeveralGroupsCountsAsTheMostRestrictedOne() {
        assertThat(countryGroups.of("US")).isEqualTo("US");
        assertThat(countryGroups.of("DE")).isEqualTo("A:5");
        assertThat(countryGroups.of("BR")).isEqualTo("B");
        assertThat(countryGroups.of("RU")).isEqualTo("D:5");
        assertThat(countryGroups.of("CN")).isEqualTo("D:5");
        assertThat(countryGroups.of("IR")).isEqualTo("E:1");
        assertThat(countryGroups.of("KP")).isEqualTo("E:1");
        assertThat(countryGroups.of("CU")).isEqualTo("E:2");
        assertThat(countryGroups.worstOf(List.of("US", "IR", "DE"))).isEqualTo("E:1");
        assertThat(countryGroups.worstOf(List.of())).isEqualTo(RiskFacts.NO_GROUP);
    }

    private int score(RiskFacts facts) {
        return policy.assess(facts).score();
    }

    private RiskFacts anyFacts() {
        return new RiskFacts(
                any(List.of("frontier", "advanced", "earlier")),
                any(DOMAINS),
                any(ACCESS_MODES),
                1 << random.nextInt(24),
                random.nextBoolean(),
                any(CountryGroups.FROM_BEST_TO_WORST),
                random.nextBoolean() ? RiskFacts.NO_GROUP : any(CountryGroups.FROM_BEST_TO_WORST),
                random.nextBoolean() ? RiskFacts.NO_GROUP : any(CountryGroups.FROM_BEST_TO_WORST),
                any(List.of("not-screened", "clear", "cleared-hit", "true-match")),
                SAFEGUARDS.stream().filter(safeguard -> random.nextBoolean()).toList(),
                any(List.of("first", "clean", "breached")));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static RiskFacts withSafeguards(RiskFacts facts, List<String> safeguards) {
        return new RiskFacts(
                facts.releaseTier(),
                facts.domain(),
                facts.accessMode(),
                facts.users(),
                facts.foreignPersons(),
                facts.customerGroup(),
                facts.parentGroup(),
                facts.ownerGroup(),
                facts.screening(),
                safeguards,
                facts.history());
    }

    private static RiskFacts withGroups(RiskFacts facts, UnaryOperator<String> change) {
        RiskFacts customer = withGroup(facts, 0, change.apply(facts.customerGroup()));
        RiskFacts parent = withGroup(customer, 1, change.apply(facts.parentGroup()));
        return withGroup(parent, 2, change.apply(facts.ownerGroup()));
    }

    /** @param which 0 the customer's, 1 the parent's, 2 the owners' */
    private static RiskFacts withGroup(RiskFacts facts, int which, String group) {
        return new RiskFacts(
                facts.releaseTier(),
                facts.domain(),
                facts.accessMode(),
                facts.users(),
                facts.foreignPersons(),
                which == 0 ? group : facts.customerGroup(),
                which == 1 ? group : facts.parentGroup(),
                which == 2 ? group : facts.ownerGroup(),
                facts.screening(),
                facts.safeguards(),
                facts.history());
    }
}
