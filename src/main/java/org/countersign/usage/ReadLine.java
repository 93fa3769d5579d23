package org.countersign.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Validator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.countersign.problem.Problems.FieldError;
import org.countersign.problem.UnreadableBody;
import org.springframework.stereotype.Component;

/** A line of many: the same members as a report by itself, and the license. */
@Component
class ReadLine {

    static final int MOST_BYTES = 16 * 1024;

    private static final Pattern ID = Pattern.compile("[!-~]{1,100}");

    private final ObjectMapper json;
    private final ObjectReader exactly;
    private final Validator validator;
    private final Fingerprint fingerprint;

    ReadLine(ObjectMapper json, Validator validator, Fingerprint fingerprint) {
        this.json = json;
        // As in a report by itself: a line that is read in between as a tree loses no digit.
        this.exactly = json.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        this.validator = validator;
        this.fingerprint = fingerprint;
    }

    /**
     * What a line says, or what is wrong with it.
     *
     * @param reportId as far as it could be read, as the licenseId
     * @param incoming null when something is wrong
     */
    record Read(long line, String reportId, String licenseId, Incoming incoming, List<FieldError> errors) {

        static Read refused(long line, String reportId, String licenseId, List<FieldError> errors) {
            return new Read(line, reportId, licenseId, null, errors);
        }
    }

    Read from(Lines.Line line, String labId) {
        if (line.bytes() == null) {
            return bodyRefused(line, "This line is longer than " + MOST_BYTES / 1024 + " KiB.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.bytes()))
                    .toString();
            return exactly.readTree(text) instanceof ObjectNode members
                    ? from(line, members, labId)
                    : bodyRefused(line, "This line is not a JSON object.");
        } catch (CharacterCodingException e) {
            return bodyRefused(line, "This line is not in UTF-8.");
        } catch (JsonProcessingException | NumberFormatException e) {
            return bodyRefused(line, "This line is not the JSON that is expected here.");
        }
    }

    private Read from(Lines.Line line, ObjectNode members, String labId) {
        JsonNode license = members.remove("licenseId");
        String licenseId = idIn(license);
        String reportId = idIn(members.get("reportId"));
        if (licenseId == null) {
            String message = license == null || license.isNull() ? "must not be null" : "must be the id of a license";
            return Read.refused(line.number(), reportId, null, List.of(new FieldError("licenseId", message)));
        }
        UsageReport report;
        try {
            report = json.treeToValue(members, UsageReport.class);
        } catch (JsonProcessingException e) {
            return Read.refused(line.number(), reportId, licenseId, List.of(UnreadableBody.errorIn(e)));
        }
        List<FieldError> errors = validator.validate(report).stream()
                .map(wrong -> new FieldError(wrong.getPropertyPath().toString(), wrong.getMessage()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                .toList();
        return errors.isEmpty()
                ? new Read(
                        line.number(),
                        reportId,
                        licenseId,
                        new Incoming(labId, licenseId, report, fingerprint.of(report)),
                        List.of())
                : Read.refused(line.number(), reportId, licenseId, errors);
    }

    /** Said back only when it can be an id of ours. */
    private static String idIn(JsonNode value) {
        return value != null
                        && value.isTextual()
                        && ID.matcher(value.textValue()).matches()
                ? value.textValue()
                : null;
    }

    private static Read bodyRefused(Lines.Line line, String message) {
        return Read.refused(line.number(), null, null, List.of(new FieldError("body", message)));
    }
}
