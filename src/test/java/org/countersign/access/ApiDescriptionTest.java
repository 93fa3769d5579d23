package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The published description of the lab API is the API. */
@CountersignTest
class ApiDescriptionTest {

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    @Autowired
    private LabApi api;

    @Autowired
    private List<RequestMappingHandlerMapping> mappings;

    private JsonNode description;

    @BeforeEach
    void read() {
        description =
                api.anonymous("GET", "/api/v1/openapi.json", request -> {}).json();
    }

    @Test
    void describesEveryEndpoint() {
        Set<String> served = new TreeSet<>();
        mappings.forEach(
                mapping -> mapping.getHandlerMethods().keySet().forEach(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/") && !path.startsWith("/api/v1/openapi.json"))
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method.name().toLowerCase() + " " + path)))));
        Set<String> described = new TreeSet<>();
        description.get("paths").properties().forEach(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> described.add(method + " " + path.getKey())));

        assertThat(described).isNotEmpty().isEqualTo(served);
    }

    @Test
    void saysInWordsWhatEachEndpointDoes() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.get("summary").asText()).isNotBlank();
            assertThat(operation.get("operationId").asText()).matches("[a-z]+[A-Z][A-Za-z]+");
        });
        assertThat(operations().map(operation -> operation.get("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsHowToSignIn() {
        assertThat(description.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
        assertThat(description
                        .at("/components/securitySchemes/client/flows/clientCredentials/tokenUrl")
                        .asText())
                .isEqualTo("/oauth2/token");
        assertThat(description.at("/security/0").has("bearer")).isTrue();
    }

    @Test
    void tellsTheShapeOfEveryRefusal() {
        assertThat(operations()).allSatisfy(operation -> {
            JsonNode refusals = operation.get("responses");
            assertThat(refusals.has("401")).isTrue();
            refusals.properties().forEach(refusal -> {
                if (refusal.getKey().startsWith("4")) {
                    assertThat(refusal.getValue()
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .isEqualTo("#/components/schemas/Problem");
                }
            });
        });
        assertThat(description.at("/components/schemas/Problem/properties").fieldNames())
                .toIterable()
                .contains("type", "title", "status", "detail", "errors");
        assertThat(description
                        .at("/components/schemas/Problem/properties/errors/items/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/FieldError");
    }

    @Test
    void tellsHowToApply() {
        JsonNode apply = description.at("/paths/~1api~1v1~1applications/post");

        assertThat(apply.get("parameters")).anySatisfy(parameter -> {
            assertThat(parameter.get("name").asText()).isEqualTo("Idempotency-Key");
            assertThat(parameter.get("in").asText()).isEqualTo("header");
            assertThat(parameter.get("required").asBoolean()).isTrue();
        });
        assertThat(apply.get("parameters")).hasSize(1);
        assertThat(apply.at("/responses/201/headers/Location").isMissingNode()).isFalse();
        assertThat(apply.at("/responses").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("201", "400", "401", "403", "413", "415", "422", "429");
        JsonNode schemas = description.at("/components/schemas");
        assertThat(schemas.at("/UseCase/properties/domain/enum").toString()).contains("software-engineering");
        assertThat(schemas.at("/Submission/properties/safeguards/items/enum").toString())
                .contains("human-review");
        assertThat(schemas.at("/Submission/required").toString()).contains("releaseId", "customer", "useCase");
    }

    @Test
    void keepsTypesOfOursToItself() {
        assertThat(description.toString())
                .doesNotContain("org.countersign")
                .doesNotContain("controller")
                .doesNotContain("\"labId\"")
                .doesNotContain("trackingKey")
                .doesNotContain("*/*");
        assertThat(description.at("/components/schemas").fieldNames())
                .toIterable()
                .doesNotContain("Lab", "ProblemDetail", "Page", "View", "Batch");
    }

    private Stream<JsonNode> operations() {
        return StreamSupport.stream(description.get("paths").spliterator(), false)
                .flatMap(path -> METHODS.stream().filter(path::has).map(path::get));
    }
}
