package org.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is inside, under which licenses, and that what we say about known vulnerabilities is about just that. */
class SupplyChainTest {

    private static final Path PAGE = Path.of("docs/security.md");
    private static final Path BILL = Path.of("target/bom.json");
    private static final String CHAPTER = "## Known vulnerabilities and why they do not bite";
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^:`]+):([^`]+)` ([^ |]+) \\| ([^|]+) \\| ([a-z_]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+Test)`");
    private static final Set<String> STATUSES = Set.of("not_affected", "mitigated", "fixed");

    /** Of one component one of its licenses is enough: where it has several, we may choose. */
    private static final Set<String> LICENSES = Set.of(
            "Apache-2.0",
            "MIT",
            "MIT-0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "EPL-2.0",
            "CC0-1.0",
            "0BSD",
            "Unicode-3.0",
            "LGPL-2.1-only");

    private record Known(String component, String version, String status, String proof) {}

    @Test
    void everyVulnerabilityOnThePageIsOfAComponentThatIsInside() throws IOException {
        Set<String> inside = onTheClassPath();
        assertThat(known()).hasSizeGreaterThan(10).allSatisfy(known -> {
            assertThat(inside)
                    .as("the page speaks of a version that is not inside")
                    .contains(known.component() + ":" + known.version());
            assertThat(known.status()).isIn(STATUSES);
        });
    }

    @Test
    void everyTestThePageNamesExists() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(known())
                .filteredOn(known -> known.status().equals("mitigated"))
                .allSatisfy(
                        known -> assertThat(NAMED_TEST.matcher(known.proof()).results())
                                .as("proof for %s", known.component())
                                .isNotEmpty()
                                .extracting(match -> match.group(1))
                                .allMatch(tests::contains));
    }

    /** What the page says we do not use. */
    @Test
    void theVulnerableCornersOfTheFrameworkAreNotUsed() throws IOException {
        var ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.countersign");
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.expression..",
                        "org.springframework.web.reactive..",
                        "org.springframework.web.servlet.function..",
                        "org.springframework.web.servlet.view..",
                        "org.springframework.web.socket..",
                        "org.springframework.ldap..",
                        "org.apache.logging.log4j..")
                .check(ours);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*\\.(InitBinder|WebDataBinder|SseEmitter|UrlHandlerFilter"
                        + "|UrlFilenameViewController|EscapedErrors)")
                .check(ours);
        Set<String> inside = onTheClassPath();
        assertThat(inside)
                .noneMatch(name -> name.startsWith("org.springframework:spring-webflux:"))
                .noneMatch(name -> name.startsWith("org.springframework.security:spring-security-ldap:"))
                .noneMatch(name -> name.startsWith("org.freemarker:"));
    }

    /** The plugin needs the network, so there is a bill after the first build with it. An old one says nothing. */
    @Test
    void theBillOfMaterialsNamesWhatIsInsideUnderLicensesWeCanKeep() throws IOException {
        Optional<JsonNode> bill = bill();
        if (bill.isEmpty()) {
            return;
        }
        Set<String> inside = onTheClassPath();
        assertThat(bill.get().get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.get().get("components")).hasSizeGreaterThan(150).allSatisfy(component -> {
            String name = component.get("group").asText() + ":"
                    + component.get("name").asText() + ":"
                    + component.get("version").asText();
            assertThat(inside).contains(name);
            assertThat(licensesOf(component)).as("licenses of %s", name).anyMatch(LICENSES::contains);
        });
        assertThat(known()).allSatisfy(known -> assertThat(bill.get().findValuesAsText("purl"))
                .anyMatch(purl ->
                        purl.startsWith("pkg:maven/" + known.component().replace(':', '/') + "@" + known.version())));
    }

    private static Set<String> licensesOf(JsonNode component) {
        var licenses = new TreeSet<String>();
        component.path("licenses").forEach(license -> Stream.of("id", "name")
                .map(name -> license.path("license").path(name).asText())
                .filter(text -> !text.isEmpty())
                .forEach(licenses::add));
        return licenses;
    }

    private static Optional<JsonNode> bill() throws IOException {
        Path pom = Path.of("pom.xml");
        return Files.exists(BILL) && Files.getLastModifiedTime(BILL).compareTo(Files.getLastModifiedTime(pom)) >= 0
                ? Optional.of(new ObjectMapper().readTree(BILL.toFile()))
                : Optional.empty();
    }

    private static List<Known> known() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(CHAPTER);
        return page.substring(page.indexOf(CHAPTER))
                .lines()
                .map(line -> ROW.matcher(line).results().findFirst())
                .flatMap(Optional::stream)
                .map(SupplyChainTest::known)
                .toList();
    }

    private static Known known(MatchResult row) {
        return new Known(row.group(1) + ":" + row.group(2), row.group(3), row.group(5), row.group(7));
    }

    /** By {@code group:artifact:version}, from where Maven keeps the jars. */
    private static Set<String> onTheClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.toString().endsWith(".jar") && jar.getNameCount() > 4)
                .map(SupplyChainTest::coordinates)
                .collect(Collectors.toSet());
    }

    private static String coordinates(Path jar) {
        Path folder = jar.getParent();
        String version = folder.getFileName().toString();
        String artifact = folder.getParent().getFileName().toString();
        Path group = folder.getParent().getParent();
        String path = group.toString().replace(File.separatorChar, '.');
        int repository = path.lastIndexOf(".repository.");
        String name = path.substring(repository < 0 ? 0 : repository + ".repository.".length());
        return String.join(":", name, artifact, version);
    }
}
