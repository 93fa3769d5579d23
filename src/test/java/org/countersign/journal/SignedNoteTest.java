package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes as other programs sign and read them. */
class SignedNoteTest {

    /** From the documentation of golang.org/x/mod/sumdb/note. */
    private static final String KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String NOTE =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void knowsASignatureThatAnotherProgramMade() {
        NoteKey key = NoteKey.parse(KEY);
        assertThat(key).hasToString(KEY);
        assertThat(key.hasSigned(SignedNote.parse(NOTE))).isTrue();
        assertThat(key.hasSigned(SignedNote.parse(NOTE.replace("answer", "Answer"))))
                .isFalse();
        assertThat(key.hasSigned(SignedNote.parse(NOTE.replace("— PeterNeumann", "— SomebodyElse"))))
                .isFalse();
    }

    @Test
    void readsCheckpointsAndNothingElse() {
        String root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        assertThat(Checkpoint.parse(new SignedNote("example.com/log\n42\n" + root + "\n", List.of()))
                        .size())
                .isEqualTo(42);
        for (String text : List.of(
                "example.com/log\n042\n" + root + "\n",
                "example.com/log\n-1\n" + root + "\n",
                "example.com/log\n42\nAAAA\n",
                "example.com/log\n42\n" + root + "\nmore\n",
                "\n42\n" + root + "\n",
                "example.com/log\n42\n")) {
            assertThatThrownBy(() -> Checkpoint.parse(new SignedNote(text, List.of())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a+b",
                "a+00000000+AAAA",
                "a b+c74f20a3+x",
                "Other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            })
    void readsNoKeyThatIsNone(String text) {
        assertThatThrownBy(() -> NoteKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
