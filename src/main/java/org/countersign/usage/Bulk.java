package org.countersign.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import org.countersign.problem.Problems.FieldError;
import org.springframework.stereotype.Component;

/**
 * Many lines, a thousand in each transaction. What is said of a line is said after its transaction is committed, so that
 * what was answered as accepted is there whatever happens to this node; what was not answered can be sent again.
 */
@Component
class Bulk {

    private static final int LINES_AT_ONCE = 1_000;

    private final ReadLine readLine;
    private final Intake intake;
    private final ObjectWriter json;

    Bulk(ReadLine readLine, Intake intake, ObjectMapper json) {
        this.readLine = readLine;
        this.intake = intake;
        this.json = json.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    /** What became of one line. */
    @Schema(name = "UsageLineAnswer")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Answer(
            long line,
            String reportId,
            String licenseId,
            @Schema(allowableValues = {"accepted", "repeated", "refused"}) String status,
            List<String> remarks,
            String supersedes,
            List<FieldError> errors) {}

    void take(String labId, Lines lines, OutputStream answers) throws IOException {
        List<Lines.Line> batch = new ArrayList<>(LINES_AT_ONCE);
        for (Lines.Line next = lines.next(); next != null; next = lines.next()) {
            batch.add(next);
            if (batch.size() == LINES_AT_ONCE) {
                write(take(labId, batch), answers);
                batch.clear();
            }
        }
        write(take(labId, batch), answers);
    }

    private List<Answer> take(String labId, List<Lines.Line> batch) {
        List<ReadLine.Read> read =
                batch.stream().map(line -> readLine.from(line, labId)).toList();
        List<Incoming> incoming = read.stream()
                .map(ReadLine.Read::incoming)
                .filter(Objects::nonNull)
                .toList();
        Iterator<Outcome> outcomes = incoming.isEmpty()
                ? List.<Outcome>of().iterator()
                : intake.batch(incoming, labId, digest(batch)).iterator();
        return read.stream()
                .map(line -> line.incoming() == null
                        ? new Answer(
                                line.line(), line.reportId(), line.licenseId(), "refused", null, null, line.errors())
                        : answer(line, outcomes.next()))
                .toList();
    }

    private static Answer answer(ReadLine.Read line, Outcome outcome) {
        Receipt receipt = outcome.receipt();
        Complaint complaint = outcome.complaint();
        return new Answer(
                line.line(),
                line.reportId(),
                line.licenseId(),
                outcome.kind().name().toLowerCase(Locale.ROOT),
                receipt == null ? null : receipt.remarks(),
                receipt == null ? null : receipt.supersedes(),
                complaint == null ? null : List.of(new FieldError(complaint.field(), complaint.message())));
    }

    /** Of the lines as they were sent, each with its line feed; those that are too long are left out. */
    private static String digest(List<Lines.Line> batch) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (Lines.Line line : batch) {
            if (line.bytes() != null) {
                digest.update(line.bytes());
                digest.update((byte) '\n');
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void write(List<Answer> batch, OutputStream answers) throws IOException {
        for (Answer answer : batch) {
            json.writeValue(answers, answer);
            answers.write('\n');
        }
        answers.flush();
    }
}
