package dev.leat.runtime.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Looks for blocking calls and at jobs from before a test until after it, and says what the jobs of
 * a test did that ran into its time limit. Made by JUnit.
 */
final class LeatTestExtension
    implements BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver,
        PreInterruptCallback,
        TestExecutionExceptionHandler {

  private static final Namespace NAMESPACE = Namespace.create(LeatTestExtension.class);

  LeatTestExtension() {}

  /** What the jobs did when a test was interrupted, as a part of its failure. */
  private static final class HangingJobs extends Exception {

    private static final long serialVersionUID = 1;

    HangingJobs(String report) {
      super(report, null, false, false); // the place where it was made says nothing
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Allowance[] allowances = allowances(context);
    BlockingCalls calls = BlockingCalls.watch(allowances);
    context.getStore(NAMESPACE).put(BlockingCalls.class, calls);
    context.getStore(NAMESPACE).put(JobFindings.class, JobFindings.watch(allowances));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    AssertionError failure = closed(remove(context, JobFindings.class));
    if (!countsFindings(context)) {
      failure = null;
    }
    AssertionError blocked = closed(remove(context, BlockingCalls.class));
    if (blocked == null) {
      blocked = failure;
    } else if (failure != null) {
      blocked.addSuppressed(failure);
    }
    if (blocked != null) {
      throw blocked;
    }
  }

  private static @Nullable AutoCloseable remove(
      ExtensionContext context, Class<? extends AutoCloseable> type) {
    return context.getStore(NAMESPACE).remove(type, type);
  }

  private static @Nullable AssertionError closed(@Nullable AutoCloseable watch) {
    try {
      if (watch != null) {
        watch.close();
      }
      return null;
    } catch (AssertionError e) {
      return e;
    } catch (Exception e) {
      throw new IllegalStateException("watching did not end", e);
    }
  }

  /** Called by JUnit when the time of a test is over, before its thread is interrupted. */
  @Override
  public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
    JobFindings jobs = context.getStore(NAMESPACE).get(JobFindings.class, JobFindings.class);
    String report = jobs == null ? "" : jobs.report();
    if (!report.isEmpty()) {
      HangingJobs hanging =
          new HangingJobs(
              "when the time of %s was over:%n%s".formatted(context.getDisplayName(), report));
      context.getStore(NAMESPACE).put(HangingJobs.class, hanging);
      System.err.println(hanging.getMessage());
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    HangingJobs hanging = context.getStore(NAMESPACE).get(HangingJobs.class, HangingJobs.class);
    if (hanging != null) {
      failure.addSuppressed(hanging);
    }
    throw failure;
  }

  private static Allowance[] allowances(ExtensionContext context) {
    List<AllowBlocking> found = new ArrayList<>();
    elements(context)
        .forEach(element ->
            found.addAll(
                AnnotationSupport.findRepeatableAnnotations(element, AllowBlocking.class)));
    return found.stream()
        .map(each -> new Allowance(each.stage(), each.method(), each.reason()))
        .toArray(Allowance[]::new);
  }

  private static boolean countsFindings(ExtensionContext context) {
    return elements(context).stream()
        .map(element -> AnnotationSupport.findAnnotation(element, LeatTest.class))
        .flatMap(Optional::stream)
        .findFirst()
        .map(LeatTest::findings)
        .orElse(false);
  }

  /** Where annotations of a test may stand: its method, its class, and those around it. */
  private static List<AnnotatedElement> elements(ExtensionContext context) {
    List<AnnotatedElement> elements = new ArrayList<>();
    context.getTestMethod().ifPresent(elements::add);
    List<Object> instances = context.getRequiredTestInstances().getAllInstances();
    instances.reversed().forEach(instance -> elements.add(instance.getClass()));
    return elements;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == BlockingCalls.class || type == JobFindings.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return Objects.requireNonNull(
        context.getStore(NAMESPACE).get(type, type),
        "BlockingCalls and JobFindings are there for test methods only");
  }
}
