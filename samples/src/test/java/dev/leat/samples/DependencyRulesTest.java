package dev.leat.samples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may depend on whom. Lives here because the samples are the module that sees all others; the
 * benchmarks, which may depend on anything, are left out.
 */
class DependencyRulesTest {
  private static final String API = "dev.leat.pipeline..";
  private static final String RUNTIME = "dev.leat.runtime..";
  private static final String EVENT_LOOP = "dev.leat.runtime.eventloop..";
  private static final String WORKER = "dev.leat.runtime.worker..";
  private static final String FORY = "dev.leat.runtime.worker.fory..";
  private static final String PLAN = "dev.leat.runtime.plan..";
  private static final String TESTKIT = "dev.leat.runtime.testkit..";
  private static final String CONNECTORS = "dev.leat.connector..";
  private static final String SOCKETS = "dev.leat.connector.sockets..";
  private static final String SAMPLES = "dev.leat.samples..";

  private static JavaClasses leat;

  @BeforeAll
  static void load() {
    leat =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.leat");
  }

  @Test
  void shouldHaveLoadedEveryPackageThatHasSources() throws IOException {
    Set<String> loaded =
        leat.stream()
            .map(JavaClass::getPackage)
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());

    assertThat(loaded).contains("dev.leat.pipeline").containsAll(packagesWithSources());
  }

  @Test
  void shouldKeepTheApiFreeOfEverythingButReactiveStreams() {
    check(
        classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, "java..", "org.reactivestreams..", "org.jspecify.."));
  }

  @Test
  void shouldKeepConnectorsAwayFromTheEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CONNECTORS)
            .should()
            .dependOnClassesThat(
                resideInAPackage(RUNTIME).and(not(resideInAPackage(EVENT_LOOP))).as("an engine")));
  }

  @Test
  void shouldKeepConnectorsAwayFromEachOther() {
    check(slices().matching("dev.leat.connector.(*)..").should().notDependOnEachOther());
  }

  @Test
  void shouldKeepTheRuntimeAwayFromConnectorsAndSamples() {
    check(
        noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONNECTORS, SAMPLES));
  }

  @Test
  void shouldKeepThreadsOutOfThePlan() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat(threadsAndWhatServesThem()));
  }

  @Test
  void shouldLetOnlyTheEventLoopModuleKnowVertx() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(EVENT_LOOP, SAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.."));
  }

  @Test
  void shouldLetOnlyTheEventLoopModuleAndSocketsKnowNetty() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(EVENT_LOOP, SOCKETS, SAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.."));
  }

  @Test
  void shouldKeepTheEventLoopModuleAwayFromTheEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage(EVENT_LOOP)
            .should()
            .dependOnClassesThat(
                resideInAPackage(RUNTIME).and(not(resideInAPackage(EVENT_LOOP))).as("an engine")));
  }

  @Test
  void shouldKeepTheWorkerModuleSmall() {
    check(
        classes()
            .that()
            .resideInAPackage(WORKER)
            .and()
            .resideOutsideOfPackage(FORY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(WORKER, API, "java..", "org.jspecify.."));
  }

  @Test
  void shouldKeepTheForyModuleAwayFromAllButWorkers() {
    check(
        classes()
            .that()
            .resideInAPackage(FORY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(WORKER, "java..", "org.jspecify..", "org.apache.fory.."));
  }

  @Test
  void shouldKeepTestToolsOutOfWhatIsNoTest() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TESTKIT, "org.junit..", "org.assertj..", "reactor.blockhound.."));
  }

  /** A clock that is set back must neither end connections nor keep anything waiting. */
  @Test
  void shouldMeasureTimeByAClockThatNobodySets() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(API, RUNTIME, CONNECTORS, "dev.leat.samples.tcpingest..")
            .should()
            .callMethodWhere(readsTheTimeOfDay()));
    assertThat(calls(SOCKETS, "nanoTime")).as("places that measure time").isPositive();
  }

  private static DescribedPredicate<JavaMethodCall> readsTheTimeOfDay() {
    return DescribedPredicate.describe(
        "the time of day is read",
        call -> {
          String owner = call.getTargetOwner().getFullName();
          boolean now = call.getName().equals("now") && owner.startsWith("java.time.");
          boolean clock = owner.matches("java.time.(Clock|InstantSource)");
          return now || clock || call.getName().equals("currentTimeMillis");
        });
  }

  private static long calls(String inPackage, String method) {
    return leat.stream()
        .filter(resideInAPackage(inPackage))
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(call -> call.getName().equals(method))
        .count();
  }

  /** Fails on a broken rule; that the rule met any class is what the first test here proves. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(leat);
  }

  private static DescribedPredicate<JavaClass> threadsAndWhatServesThem() {
    DescribedPredicate<HasName> harmless =
        nameMatching("java\\.util\\.concurrent\\.(TimeUnit|CompletionStage|Flow)(\\$.*)?");
    return resideInAnyPackage("java.util.concurrent..", "reactor..")
        .and(not(harmless.forSubtype()))
        .or(JavaClass.Predicates.assignableTo(Thread.class))
        .as("threads and what serves them");
  }

  private static Set<String> packagesWithSources() throws IOException {
    Path root = Path.of("").toAbsolutePath().resolveSibling("");
    Set<String> packages = new HashSet<>();
    for (Path parent : List.of(root, root.resolve("runtime"), root.resolve("connectors"))) {
      try (DirectoryStream<Path> modules = Files.newDirectoryStream(parent)) {
        for (Path module : modules) {
          addPackages(module.resolve("src/main/java"), packages);
        }
      }
    }
    return packages;
  }

  private static void addPackages(Path sources, Set<String> packages) throws IOException {
    if (Files.isDirectory(sources) && !sources.toString().contains("benchmarks")) {
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.endsWith("package-info.java"))
            .map(file -> sources.relativize(file.resolveSibling("")).toString())
            .forEach(name -> packages.add(name.replace(File.separatorChar, '.')));
      }
    }
  }
}
