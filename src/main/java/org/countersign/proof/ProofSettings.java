package org.countersign.proof;

import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the journal is signed with.
 *
 * @param origin the journal's name in every checkpoint, by custom an address without its scheme; taken when the key is
 *     made, and the key's for ever
 * @param keyFile left out, it is kept below the data directory
 */
@Validated
@ConfigurationProperties("countersign.journal-key")
record ProofSettings(
        @DefaultValue("countersign.local/journal")
                @Pattern(regexp = "[^\\s+]{1,200}", message = "must have neither blanks nor a plus sign")
                String origin,
        Path keyFile) {}
