package dev.leat.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/**
 * Runs a verification of the Reactive Streams TCK, which is written for TestNG, as JUnit tests: one
 * for each rule. Rules that the TCK itself calls untested or optional may be skipped and are then
 * left out; any other rule that is skipped has failed.
 *
 * <pre>
 *   &#64;TestFactory
 *   Stream&lt;DynamicTest&gt; shouldKeepTheRules() {
 *     return TckRules.of(MyVerification.class);
 *   }
 * </pre>
 */
final class TckRules implements ITestListener {

  private final List<ITestResult> results = new ArrayList<>();

  private TckRules() {}

  /** Runs the verification; it needs a public constructor without parameters. */
  static Stream<DynamicTest> of(Class<?> verification) {
    TckRules rules = new TckRules();
    TestNG testng = new TestNG(false);
    testng.setVerbose(0);
    testng.setTestClasses(new Class<?>[] {verification});
    testng.addListener(rules);
    testng.run();
    if (rules.results.isEmpty()) {
      throw new AssertionError("no rule was tested by " + verification.getName());
    }
    return rules.results.stream()
        .map(result -> DynamicTest.dynamicTest(result.getName(), () -> check(result)));
  }

  private static void check(ITestResult result) {
    if (!result.isSuccess()) {
      Assertions.fail(result.getName() + " failed or was skipped", result.getThrowable());
    }
  }

  @Override
  public void onTestSuccess(ITestResult result) {
    results.add(result);
  }

  @Override
  public void onTestFailure(ITestResult result) {
    results.add(result);
  }

  @Override
  public void onTestSkipped(ITestResult result) {
    if (!result.getName().startsWith("untested_") && !result.getName().startsWith("optional_")) {
      results.add(result);
    }
  }
}
