package org.countersign.access;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.Scopes;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.problem.Problems;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every endpoint has in common in the API's description: how to sign in, and how it refuses. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    private static final String BEARER = "bearer";
    private static final String CLIENT = "client";
    private static final String STAFF = "staff";

    @Schema(description = "A problem document (RFC 9457).")
    record Problem(
            @Schema(requiredMode = REQUIRED) URI type,
            @Schema(requiredMode = REQUIRED) String title,
            @Schema(requiredMode = REQUIRED) int status,
            String detail,
            URI instance,
            @Schema(description = "The fields at fault, such as customer.beneficialOwners[0].percent.")
                    List<Problems.FieldError> errors) {}

    @Bean
    OpenAPI labApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Countersign lab API")
                        .version("v1")
                        .description("File applications, ask for green lights, keep licenses. "
                                + "A lab sees only what is its own; anything else does not exist for it."))
                .servers(List.of(new Server().url("/").description("This installation")))
                .components(new Components()
                        .addSecuritySchemes(BEARER, bearer())
                        .addSecuritySchemes(CLIENT, client())
                        .addSecuritySchemes(STAFF, staff()))
                .addSecurityItem(new SecurityRequirement().addList(BEARER))
                .addSecurityItem(new SecurityRequirement().addList(CLIENT));
    }

    @Bean
    OpenApiCustomizer refusals() {
        return description -> {
            ModelConverters.getInstance(true).readAll(Problem.class).forEach(description.getComponents()::addSchemas);
            description.getPaths().forEach((path, item) -> item.readOperationsMap()
                    .forEach((method, operation) -> describeRefusals(path, method, operation)));
        };
    }

    private static SecurityScheme bearer() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT")
                .description(
                        "The access token of a lab, good for %d minutes.".formatted(LabClients.TOKEN_LIFE.toMinutes()));
    }

    private static SecurityScheme staff() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("basic")
                .description(
                        "A member of staff; opens what is tagged Staff, and nothing else. In the demonstration name and "
                                + "password, in production the access token of your identity provider (Authorization: Bearer).");
    }

    private static SecurityScheme client() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.OAUTH2)
                .description("Where the access token comes from; the client signs in with HTTP Basic.")
                .flows(new OAuthFlows()
                        .clientCredentials(
                                new OAuthFlow().tokenUrl(TokenServer.TOKEN).scopes(new Scopes())));
    }

    private static void describeRefusals(String path, PathItem.HttpMethod method, Operation operation) {
        ApiResponses answers = operation.getResponses();
        Map<String, String> refusals = new LinkedHashMap<>();
        refusals.put("400", "Malformed: the body, a parameter or a header cannot be understood.");
        refusals.put(
                "401", "Not signed in: no access token (for staff, no password), or one that is expired or not ours.");
        refusals.put("403", "Signed in, but this is not open to this client or member of staff.");
        if (path.contains("{")) {
            refusals.put("404", "There is no such thing, or it is another lab's.");
        }
        if (method == PathItem.HttpMethod.POST || method == PathItem.HttpMethod.PUT) {
            refusals.put("413", "The body is too large.");
            refusals.put("415", "The body is not of a type that is taken here.");
            refusals.put("422", "Understood, but a field says something that cannot be; `errors` names it.");
        }
        refusals.put("429", "Too often, or too many wrong tries at signing in; Retry-After says how long to wait.");
        refusals.forEach(
                (status, reason) -> answers.computeIfAbsent(status, none -> new ApiResponse().description(reason)));
        answers.forEach((status, answer) -> {
            if (status.startsWith("4")) {
                answer.setContent(problem());
            }
        });
        if (answers.get("201") != null) {
            answers.get("201")
                    .addHeaderObject(
                            "Location",
                            new Header()
                                    .description("Where it can be read again.")
                                    .schema(new StringSchema()));
        }
    }

    private static Content problem() {
        return new Content()
                .addMediaType(
                        org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        new MediaType().schema(new JsonSchema().$ref("Problem")));
    }
}
