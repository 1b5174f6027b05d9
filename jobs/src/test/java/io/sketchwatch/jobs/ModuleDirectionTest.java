package io.sketchwatch.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may use whom: core, then dalnet and operators, then model-export, then jobs. */
class ModuleDirectionTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sketchwatch");

  @Test
  void shouldKeepCoreFreeOfOurOtherModulesAndOfFlinkAndKafka() {
    noClasses()
        .that()
        .resideInAPackage("io.sketchwatch.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sketchwatch.dalnet..",
            "io.sketchwatch.modelexport..",
            "io.sketchwatch.operators..",
            "io.sketchwatch.jobs..",
            "org.apache.flink..",
            "org.apache.kafka..")
        .check(PRODUCT);
  }

  @Test
  void shouldKeepTrainingFreeOfStreaming() {
    noClasses()
        .that()
        .resideInAnyPackage("io.sketchwatch.dalnet..", "io.sketchwatch.modelexport..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sketchwatch.operators..",
            "io.sketchwatch.jobs..",
            "org.apache.flink..",
            "org.apache.kafka..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage("io.sketchwatch.dalnet..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.sketchwatch.modelexport..")
        .check(PRODUCT);
  }

  @Test
  void shouldKeepOperatorsFreeOfKafkaAndOfTheNetwork() {
    noClasses()
        .that()
        .resideInAPackage("io.sketchwatch.operators..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sketchwatch.dalnet..",
            "io.sketchwatch.modelexport..",
            "io.sketchwatch.jobs..",
            "org.apache.kafka..")
        .check(PRODUCT);
  }
}
