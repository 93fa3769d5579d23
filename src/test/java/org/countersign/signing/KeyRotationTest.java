package org.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.countersign.testing.AtOnce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key takes over in time, and nothing that an older one has signed becomes worthless before its end. */
class KeyRotationTest {

    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration AGE = Duration.ofDays(90);

    @TempDir
    private Path data;

    private final Wall wall = new Wall();

    private static final class Wall extends Clock {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void theFirstKeySignsAtOnceAndOutlivesARestart() throws Exception {
        SigningKeys keys = node();
        assertThat(keys.all().getKeys()).hasSize(1);
        SignedJWT token = SignedJWT.parse(keys.sign("test+jwt", new JWTClaimsSet.Builder().build()));

        assertThat(token.getHeader().getKeyID()).isEqualTo(keys.current().getKeyID());
        assertThat(token.getHeader().getType().getType()).isEqualTo("test+jwt");
        assertThat(node().current().getKeyID()).isEqualTo(keys.current().getKeyID());
    }

    @Test
    void onlyItsUserCanReadTheFile() throws IOException {
        node();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        wall.now = START.plus(AGE);
        node();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aNewKeyIsPublicBeforeItSignsAndTheOldOneStaysAsLongAsItsTokens() {
        SigningKeys keys = node();
        String old = keys.current().getKeyID();
        wall.now = START.plus(AGE).minusSeconds(10);
        assertThat(ids(keys)).containsExactly(old);

        wall.now = START.plus(AGE);
        assertThat(ids(keys)).hasSize(2).contains(old);
        assertThat(keys.current().getKeyID())
                .as("nobody may know the new one yet")
                .isEqualTo(old);

        wall.now = START.plus(AGE).plus(KeyFile.LEAD);
        String next = keys.current().getKeyID();
        assertThat(next).isNotEqualTo(old);
        assertThat(ids(keys)).containsExactlyInAnyOrder(old, next);

        // What the old key signed last ends a day later.
        wall.now = wall.now.plus(Duration.ofHours(24));
        assertThat(ids(keys)).contains(old);
        wall.now = wall.now.plus(Duration.ofHours(1)).plusSeconds(6);
        assertThat(ids(keys)).containsExactly(next);
    }

    @Test
    void goesOnFromKeyToKeyForYears() {
        SigningKeys keys = node();
        for (int day = 0; day < 1_000; day++) {
            wall.now = wall.now.plus(Duration.ofDays(1));
            assertThat(ids(keys)).hasSizeBetween(1, 2).contains(keys.current().getKeyID());
            assertThat(Duration.between(keys.current().getIssueTime().toInstant(), wall.now))
                    .isLessThan(AGE.plus(Duration.ofDays(2)));
        }
    }

    @Test
    void nodesThatFindItDueAtTheSameMomentMakeOneKey() {
        List<SigningKeys> nodes = IntStream.range(0, 6).mapToObj(n -> node()).toList();
        wall.now = START.plus(AGE);

        var seen = AtOnce.run(nodes.stream()
                .map(node -> (Callable<List<String>>) () -> ids(node))
                .toList());

        assertThat(seen).allSatisfy(outcome -> assertThat(outcome.succeeded()).isTrue());
        assertThat(seen.get(0).value()).hasSize(2);
        assertThat(seen)
                .extracting(AtOnce.Outcome::value)
                .containsOnly(seen.get(0).value());
    }

    @Test
    void nodesThatStartAtTheSameMomentMakeOneKey() {
        var nodes = AtOnce.run(IntStream.range(0, 6)
                .mapToObj(n -> (Callable<String>) () -> node().current().getKeyID())
                .toList());

        assertThat(nodes).extracting(AtOnce.Outcome::value).doesNotContainNull().hasSize(6);
        assertThat(nodes.stream().map(AtOnce.Outcome::value).distinct()).hasSize(1);
    }

    @Test
    void aNodeSeesWithinSecondsWhatAnotherHasChanged() {
        SigningKeys one = node();
        assertThat(ids(one)).hasSize(1);
        wall.now = START.plus(Duration.ofDays(1));
        SigningKeys other = node(new SigningSettings(null, "", AGE, true));
        assertThat(ids(other)).hasSize(2);

        wall.now = wall.now.plusSeconds(5);

        assertThat(ids(one)).isEqualTo(ids(other));
    }

    @Test
    void rotatesAtStartWhenToldButNotAgainForEachNode() {
        ids(node());
        wall.now = START.plus(Duration.ofDays(1));
        var now = new SigningSettings(null, "", AGE, true);

        assertThat(ids(node(now))).hasSize(2);
        assertThat(ids(node(now))).hasSize(2);
        wall.now = wall.now.plus(Duration.ofMinutes(59));
        assertThat(ids(node(now))).hasSize(2);
    }

    @Test
    void readsAFileOfTheFirstVersion() throws IOException {
        ECKey key = node().current();
        ECKey first = new ECKey.Builder(key).issueTime(null).notBeforeTime(null).build();
        Files.writeString(file(), new JWKSet(first).toString(false));
        Files.setLastModifiedTime(file(), java.nio.file.attribute.FileTime.from(START));

        assertThat(node().current().getKeyID()).isEqualTo(key.getKeyID());
        wall.now = START.plus(AGE);
        assertThat(ids(node())).hasSize(2).contains(key.getKeyID());
    }

    @Test
    void goesOnSigningWhenTheFileIsDamagedButDoesNotStartWithOne() throws IOException {
        SigningKeys keys = node();
        String id = keys.current().getKeyID();
        Files.writeString(file(), "{");
        wall.now = START.plusSeconds(10);

        assertThat(keys.current().getKeyID()).isEqualTo(id);
        assertThatThrownBy(this::node).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("are damaged");
    }

    private SigningKeys node() {
        return node(new SigningSettings(null, "", AGE, false));
    }

    private SigningKeys node(SigningSettings settings) {
        return new SigningKeys(settings, data, wall);
    }

    private Path file() {
        return data.resolve("keys").resolve("signing-keys.json");
    }

    private static List<String> ids(SigningKeys keys) {
        return keys.all().getKeys().stream().map(JWK::getKeyID).sorted().toList();
    }
}
