package org.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.document.Samples.text;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.countersign.problem.Invalid;
import org.countersign.problem.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is what its bytes say; name and sender can only agree. */
class RecognitionTest {

    private static final String EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String POWERPOINT =
            "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    private final Recognition recognition = new Recognition();

    @TempDir
    private Path directory;

    private Kind kindOf(byte[] bytes, String name, String declared) throws IOException {
        return recognition.kindOf(Files.write(directory.resolve("file"), bytes), name, declared);
    }

    static Stream<Arguments> kept() {
        return Stream.of(
                arguments(Kind.PDF, "contract.pdf", "application/pdf", Samples.pdf("x")),
                arguments(Kind.PDF, "contract.pdf", "application/octet-stream", Samples.pdf("x")),
                arguments(Kind.PDF, "contract.pdf", null, Samples.pdf("x")),
                arguments(Kind.PNG, "plan.png", "image/png", Samples.png()),
                arguments(Kind.JPEG, "photo.jpg", "image/jpeg", Samples.jpeg()),
                arguments(Kind.JPEG, "photo.jpeg", "image/jpg", Samples.jpeg()),
                arguments(Kind.TEXT, "note.txt", "text/plain;charset=utf-8", text("Größe: 5 m²\r\n\tund mehr 🦄")),
                arguments(Kind.TEXT, "note.md", "text/markdown", text("# Title\n\nSome *words*.")),
                arguments(Kind.TEXT, "note.txt", "text/plain", text("株式会社")),
                arguments(Kind.TEXT, "note.txt", "text/plain", text("a" + "Общество с ограниченной".repeat(5000))),
                arguments(Kind.TEXT, "note.txt", "text/plain", text("Общество с ограниченной".repeat(5000))),
                arguments(Kind.TEXT, "one.txt", "text/plain", text("x")),
                arguments(Kind.TEXT, "letter.txt", "text/plain", text("% looks like another language\nbut is none")),
                arguments(Kind.CSV, "owners.csv", "text/csv", text("name,percent\nJane Doe,60\n")),
                arguments(Kind.CSV, "owners.csv", "application/vnd.ms-excel", text("\uFEFFname;percent\n")),
                arguments(Kind.JSON, "log.json", "application/json", text(" {\"a\":[1,{\"b\":null}],\"c\":{}} ")),
                arguments(Kind.JSON, "log.json", "application/json", text("[{\"a\":1},{\"a\":2}]")),
                arguments(Kind.JSON, "log.json", "application/json", text("17")),
                arguments(Kind.DOCX, "policy.docx", Samples.WORD, Samples.office(Samples.WORD)),
                arguments(Kind.XLSX, "usage.xlsx", EXCEL, Samples.office(EXCEL)),
                arguments(Kind.PPTX, "talk.pptx", POWERPOINT, Samples.office(POWERPOINT)));
    }

    @ParameterizedTest
    @MethodSource
    void kept(Kind kind, String name, String declared, byte[] bytes) throws IOException {
        assertThat(kindOf(bytes, name, declared)).isEqualTo(kind);
    }

    static Stream<Arguments> notKept() {
        String html = "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>";
        return Stream.of(
                arguments("page.html", text(html)),
                arguments("page.pdf", text(html)),
                arguments("page.txt", text("  \n" + html)),
                arguments("both.pdf", text("<html><script>alert(1)</script>\n%PDF-1.4\n%%EOF")),
                arguments("both.pdf", text("GIF89a/*\n%PDF-1.4\n%%EOF*/")),
                arguments("late.pdf", text("x".repeat(50) + "%PDF-1.4\n%%EOF\0")),
                arguments("picture.svg", text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>")),
                arguments("picture.png", text("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>")),
                arguments("data.txt", text("<?xml version=\"1.0\"?><a/>")),
                arguments("run.pdf", Samples.windowsProgram()),
                arguments("run.txt", text("#!/bin/sh\nrm -rf /\n")),
                arguments("run.txt", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}),
                arguments("mail.txt", text("Received: from a by b\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nx")),
                arguments("old.docx", new byte[] {
                    (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
                }),
                arguments("rich.txt", text("{\\rtf1\\ansi hello}")),
                arguments("some.zip", Samples.zip(null)),
                arguments("some.docx", Samples.zip(null)),
                arguments("some.docx", Samples.zip("<Types/>")),
                arguments("some.docx", Samples.zip("<Types")),
                arguments(
                        "some.docx", Samples.zip("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>")),
                arguments("macros.docx", Samples.office(Samples.WORD, "word/vbaProject.bin")),
                arguments("macros.docx", Samples.office("application/vnd.ms-word.document.macroEnabled")),
                arguments("active.docx", Samples.office(Samples.WORD, "word/activeX/activeX1.xml")),
                arguments("cut.docx", Arrays.copyOf(Samples.office(Samples.WORD), 100)),
                arguments("bytes.txt", new byte[] {'a', 0, 'b'}),
                arguments("terminal.txt", text("\u001b]0;owned\u0007")));
    }

    @ParameterizedTest
    @MethodSource
    void notKept(String name, byte[] bytes) {
        assertThatThrownBy(() -> kindOf(bytes, name, null))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.status().value()).isEqualTo(415));
    }

    @Test
    void readsJsonOfManyNamesAndRefusesOneThatIsTooDeep() throws IOException {
        var names = new StringBuilder("{\"\":0");
        for (int i = 0; i < 200_000; i++) {
            names.append(",\"").append(i).append("\":0");
        }
        assertThat(kindOf(text(names.append('}').toString()), "log.json", null)).isEqualTo(Kind.JSON);
        assertThatThrownBy(() -> kindOf(text("[".repeat(100_000) + "]".repeat(100_000)), "log.json", null))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void theNameMustAgree() {
        assertThatThrownBy(() -> kindOf(Samples.png(), "contract.pdf", null))
                .isInstanceOf(Invalid.class)
                .hasMessage("The name ends in .pdf, but the file is a PNG image (.png).");
        assertThatThrownBy(() -> kindOf(text("words"), "words.exe", null)).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> kindOf(text("<b>words"), "words.html", null)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> kindOf(Samples.office(EXCEL), "usage.docx", null))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void theSenderMustAgree() {
        assertThatThrownBy(() -> kindOf(Samples.pdf("x"), "contract.pdf", "text/html"))
                .isInstanceOfSatisfying(
                        Invalid.class, e -> assertThat(e.field()).isEqualTo("Content-Type"))
                .hasMessageContaining("a PDF document");
    }

    @Test
    void textIsUtf8() {
        byte[] latin1 = "Die Größe der Roboter im Lager".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> kindOf(latin1, "note.txt", null))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1", "words", "{} {}", "1 2", "[1]]", " ", "{\"a\":1}x"})
    void jsonIsOneDocument(String notJson) {
        assertThatThrownBy(() -> kindOf(text(notJson), "log.json", null))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("JSON");
    }
}
