package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who guesses is locked out, on every node; whose account it is is not. */
@CountersignTest
class SignInTriesTest {

    private static final TrySettings SETTINGS =
            new TrySettings(5, 12, 20, Duration.ofMinutes(1), Duration.ofMinutes(15), Duration.ofHours(1), 30);
    private static final String OFFICE = "192.0.2.1";
    private static final String STRANGER = "198.51.100.7";

    @Autowired
    private JdbcClient db;

    @Autowired
    private Clock clock;

    @Autowired
    private TimeMachine time;

    private SignInTries node;
    private SignInTries otherNode;
    private String account;

    @BeforeEach
    void twoNodes() {
        db.sql("DELETE FROM sign_in_try").update();
        db.sql("DELETE FROM sign_in_address").update();
        node = new SignInTries(db, clock, SETTINGS);
        otherNode = new SignInTries(db, clock, SETTINGS);
        account = "staff " + UUID.randomUUID();
    }

    @Test
    void fiveTriesAreFreeAndEachLockIsTwiceAsLong() {
        wrong(node, STRANGER, 4);
        assertThat(waitAt(node, STRANGER)).isNull();
        // That was a try as well, and the fifth.
        for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
            Duration wait = waitAt(otherNode, STRANGER);
            assertThat(wait).isNotNull().isLessThanOrEqualTo(Duration.ofMinutes(minutes));
            assertThat(wait).isGreaterThan(Duration.ofMinutes(minutes).minusSeconds(50));
            time.passTo(time.now().plus(wait));
            otherNode.begin(account, STRANGER).failed();
        }
    }

    @Test
    void waitingTriesDoNotLengthenTheLock() {
        wrong(node, STRANGER, 5);
        Duration first = waitAt(node, STRANGER);
        IntStream.range(0, 20).forEach(n -> waitAt(node, STRANGER));

        assertThat(waitAt(node, STRANGER)).isLessThanOrEqualTo(first);
    }

    @Test
    void aRestartForgetsNothing() {
        wrong(node, STRANGER, 5);

        assertThat(waitAt(new SignInTries(db, clock, SETTINGS), STRANGER)).isNotNull();
    }

    @Test
    void beingRightForgivesWhatWasWrong() {
        wrong(node, OFFICE, 4);
        node.begin(account, OFFICE).succeeded();
        wrong(otherNode, OFFICE, 4);

        otherNode.begin(account, OFFICE).succeeded();
    }

    @Test
    void strangersFromEverywhereDoNotKeepTheOwnerOut() {
        node.begin(account, OFFICE).succeeded();
        for (int n = 0; n < 60; n++) {
            String address = "203.0.113." + n;
            if (waitAt(node, address) != null) {
                break;
            }
        }
        assertThat(waitAt(otherNode, "203.0.113.200")).as("a stranger more").isNotNull();

        otherNode.begin(account, OFFICE).succeeded();
        otherNode.begin(account, OFFICE).failed();
        node.begin(account, OFFICE).succeeded();
    }

    @Test
    void anAddressThatTriesManyAccountsIsLockedForThemAll() {
        for (int n = 0; n < 20; n++) {
            node.begin(account + n, STRANGER).failed();
        }

        assertThatThrownBy(() -> otherNode.begin(account, STRANGER)).isInstanceOf(SignInLocked.class);
        otherNode.begin(account, OFFICE).succeeded();
    }

    @Test
    void butNotForWhoIsAtHomeThere() {
        node.begin(account, OFFICE).succeeded();
        for (int n = 0; n < 20; n++) {
            node.begin(account + n, OFFICE).failed();
        }

        node.begin(account, OFFICE).succeeded();
    }

    @Test
    void aNetworkOfVersionSixIsOneAddress() {
        for (int n = 1; n <= 5; n++) {
            node.begin(account, "2001:db8:1:2::" + n).failed();
        }

        assertThat(waitAt(node, "2001:db8:1:2:ffff::9")).isNotNull();
        assertThat(waitAt(node, "2001:db8:1:3::9")).isNull();
    }

    @Test
    void aHundredAtOnceOnTwoNodesAreNotAHundredGuesses() {
        List<Callable<Boolean>> guesses = IntStream.range(0, 24)
                .mapToObj(n -> (Callable<Boolean>) () -> {
                    (n % 2 == 0 ? node : otherNode).begin(account, STRANGER).failed();
                    return true;
                })
                .toList();

        var outcomes = AtOnce.run(guesses);

        assertThat(outcomes).filteredOn(AtOnce.Outcome::succeeded).hasSize(5);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .allSatisfy(outcome -> assertThat(outcome.failure()).isInstanceOf(SignInLocked.class));
    }

    @Test
    void whatCameToNothingIsNoGuess() {
        wrong(node, STRANGER, 4);
        for (int n = 0; n < 10; n++) {
            node.begin(account, STRANGER).takenBack();
        }

        node.begin(account, STRANGER).failed();
        assertThat(waitAt(node, STRANGER)).isNotNull();
    }

    @Test
    void whatCameToNothingLiftsNobodyElsesLock() {
        wrong(node, STRANGER, 3);
        SignInTries.Try nothing = node.begin(account, STRANGER);
        otherNode.begin(account, STRANGER).failed();

        nothing.takenBack();
        assertThat(waitAt(node, STRANGER)).isNotNull();
    }

    @Test
    void whoIsAlwaysRightWritesOnceADay() {
        node.begin(account, OFFICE).succeeded();
        long before = changes();
        IntStream.range(0, 50).forEach(n -> otherNode.begin(account, OFFICE).succeeded());

        assertThat(changes()).isEqualTo(before);
        assertThat(db.sql("SELECT count(*) FROM sign_in_try").query(Long.class).single())
                .isZero();
    }

    @Test
    void afterAnHourAllIsForgotten() {
        wrong(node, STRANGER, 5);
        time.passTo(time.now().plus(Duration.ofMinutes(61)));

        assertThat(node.forgetOld()).isPositive();
        wrong(node, STRANGER, 4);
        assertThat(waitAt(node, STRANGER)).isNull();
    }

    @Test
    void anAddressIsKnownForAMonth() {
        node.begin(account, OFFICE).succeeded();
        time.passTo(time.now().plus(Duration.ofDays(32)));

        node.forgetOld();

        assertThat(db.sql("SELECT count(*) FROM sign_in_address")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void neitherNamesNorAddressesAreStored() {
        wrong(node, STRANGER, 1);

        assertThat(db.sql("SELECT string_agg(t::text, ' ') FROM sign_in_try t")
                        .query(String.class)
                        .single())
                .doesNotContain(account, STRANGER, "staff");
    }

    private long changes() {
        return db.sql("SELECT sum(xmin::text::bigint) FROM sign_in_address")
                .query(Long.class)
                .single();
    }

    private void wrong(SignInTries where, String address, int times) {
        for (int n = 0; n < times; n++) {
            where.begin(account, address).failed();
        }
    }

    /** One more wrong try: how long it has to wait, or null when it was made. */
    private Duration waitAt(SignInTries where, String address) {
        try {
            where.begin(account, address).failed();
            return null;
        } catch (SignInLocked e) {
            return e.howLong();
        }
    }
}
