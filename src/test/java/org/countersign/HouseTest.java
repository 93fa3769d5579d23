package org.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.workflow.ForProcesses;

/** The walls of the house: which room may use which. */
@AnalyzeClasses(packages = "org.countersign", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    /** The way of a case, left to right; each may use those before it. */
    private static final String[] WAY = {
        "lab",
        "release",
        "application",
        "document",
        "screening",
        "risk",
        "signoff",
        "license",
        "directive",
        "appeal",
        "finding",
        "usage",
        "audit",
        "proposal",
        "docket",
        "records",
        "demo"
    };

    @ArchTest
    static final ArchRule roomsDoNotGoInCircles =
            slices().matching("org.countersign.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void theFlowIsTheReadingOrder(com.tngtech.archunit.core.domain.JavaClasses all) {
        for (int room = 0; room < WAY.length; room++) {
            for (int later = room + 1; later < WAY.length; later++) {
                noClasses()
                        .that()
                        .resideInAPackage("org.countersign." + WAY[room])
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.countersign." + WAY[later])
                        .check(all);
            }
        }
    }

    @ArchTest
    static final ArchRule theJournalDependsOnNobody = noClasses()
            .that()
            .resideInAPackage("..journal..")
            .should()
            .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "belong to another room",
                    other -> other.getPackageName().startsWith("org.countersign")
                            && !other.getPackageName().endsWith(".journal")));

    @ArchTest
    static final ArchRule nobodyButTheDemoDependsOnNotification = noClasses()
            .that()
            .resideOutsideOfPackages("..notification..", "..demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..notification..");

    /** Labs run it in gateways of theirs. */
    @ArchTest
    static final ArchRule theVerifierForGatewaysNeedsAJdkAndNimbusOnly = classes()
            .that()
            .resideInAPackage("org.countersign.gateway")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.countersign.gateway", "java..", "com.nimbusds..");

    @ArchTest
    static final ArchRule nobodyDependsOnTheVerifierForGateways = noClasses()
            .that()
            .resideOutsideOfPackage("org.countersign.gateway")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.countersign.gateway");

    @ArchTest
    static final ArchRule theSigningKeysDependOnNobody = noClasses()
            .that()
            .resideInAPackage("..signing..")
            .should()
            .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "belong to another room",
                    other -> other.getPackageName().startsWith("org.countersign")
                            && !other.getPackageName().endsWith(".signing")));

    @ArchTest
    static final ArchRule delegatesAndListenersAreForProcessesAndHidden = classes()
            .that()
            .implement(JavaDelegate.class)
            .or()
            .implement(TaskListener.class)
            .should()
            .beAnnotatedWith(ForProcesses.class)
            .andShould()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule engineServicesAreUsedInWorkflowOnly = noClasses()
            .that()
            .resideOutsideOfPackages("..workflow..", "..access..", "..demo..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.camunda\\.bpm\\.engine\\.[A-Za-z]+Service");
}
