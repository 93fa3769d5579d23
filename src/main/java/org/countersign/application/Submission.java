package org.countersign.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.hibernate.validator.constraints.UniqueElements;

/** What a lab submits for one customer, one release, one use case. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Submission(
        @NotBlank @Size(max = 100) String releaseId,
        @NotNull @Valid Customer customer,
        @NotNull @Valid UseCase useCase,
        @Size(max = 20) @UniqueElements(message = "must not name a safeguard twice")
                List<
                                @NotNull
                                @OneOf({"usage-logging", "rate-limits", "human-review", "kyc", "abuse-monitoring"})
                                String>
                        safeguards,
        @Size(min = 1, max = 100) String renews) {

    public static final List<String> SAFEGUARDS =
            List.of("usage-logging", "rate-limits", "human-review", "kyc", "abuse-monitoring");

    public Submission {
        safeguards = safeguards == null ? List.of() : safeguards;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Customer(
            @NotNull
                    @Pattern(
                            regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
                            message = "must be 1 to 100 letters, digits, dots, hyphens or underscores")
                    String customerId,
            @NotBlank @OneLine @Size(max = 200) String legalName,
            @NotNull @Country String country,
            @Min(0) @Max(10_000_000) Integer employees,
            @Size(max = 500)
                    @Pattern(
                            regexp = "https?://[^\\s]+",
                            message = "must be an address that begins with http:// or https://")
                    String website,
            @Size(max = 20) @UniqueElements(message = "must not give a name twice")
                    List<@NotBlank @OneLine @Size(max = 200) String> alternativeNames,
            @Valid Parent ultimateParent,
            @Valid @Size(max = 100) List<@NotNull @Valid Owner> beneficialOwners,
            @NotNull @Valid Signatory signatory) {

        public Customer {
            alternativeNames = alternativeNames == null ? List.of() : alternativeNames;
            beneficialOwners = beneficialOwners == null ? List.of() : beneficialOwners;
        }
    }

    public record Parent(@NotBlank @OneLine @Size(max = 200) String legalName, @NotNull @Country String country) {}

    public record Owner(
            @NotBlank @OneLine @Size(max = 200) String name,
            @NotNull @Country String country,
            @NotNull
                    @DecimalMin(value = "0", inclusive = false)
                    @DecimalMax("100")
                    @Digits(integer = 3, fraction = 6, message = "must have at most 6 decimals")
                    BigDecimal percent,
            @JsonInclude(JsonInclude.Include.NON_NULL)
                    @Pattern(
                            regexp = "(1[89]|20)\\d\\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?",
                            message = "must be a date such as 1971-01-12, or only its year")
                    String dateOfBirth) {

        /** 60 and 60.0 are the same share, also when the same request comes again. */
        public Owner {
            percent = percent == null || percent.scale() <= 0 || percent.scale() > 20
                    ? percent
                    : new BigDecimal(percent.stripTrailingZeros().toPlainString());
        }
    }

    public record Signatory(
            @NotBlank @OneLine @Size(max = 200) String name,
            @NotBlank @OneLine @Size(max = 200) String title,
            @NotBlank @Email @Size(max = 254) String email) {}

    public record UseCase(
            @NotNull
                    @OneOf({
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
                        "general-productivity"
                    })
                    String domain,
            @NotBlank @OneLine @Size(max = 300) String summary,
            @NotNull @Size(min = 100, max = 10_000, message = "must be 100 to 10,000 characters") String description,
            @NotNull @OneOf({"chat", "api", "agentic", "fine-tuning", "weights"}) String accessMode,
            @NotNull @Valid Population population) {}

    public record Population(
            @NotNull @Min(1) @Max(1_000_000_000) Integer users,
            @NotNull Boolean foreignPersons,
            @NotEmpty @Size(max = 250) @UniqueElements(message = "must not name a country twice")
                    List<@NotNull @Country String> countries) {}

    /** The words for what a release is used for. */
    public static List<String> domains() {
        try {
            return List.of(UseCase.class
                    .getDeclaredField("domain")
                    .getAnnotation(OneOf.class)
                    .value());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("A use case has a domain", e);
        }
    }
}
