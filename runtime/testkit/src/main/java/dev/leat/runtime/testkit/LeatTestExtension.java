package dev.leat.runtime.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks for blocking calls from before a test until after it. Made by JUnit. */
final class LeatTestExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(LeatTestExtension.class);

  LeatTestExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    BlockingCalls calls = BlockingCalls.watch(allowances(context));
    context.getStore(NAMESPACE).put(BlockingCalls.class, calls);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    BlockingCalls calls =
        context.getStore(NAMESPACE).remove(BlockingCalls.class, BlockingCalls.class);
    if (calls != null) {
      calls.close();
    }
  }

  private static Allowance[] allowances(ExtensionContext context) {
    List<AllowBlocking> found = new ArrayList<>();
    context.getTestMethod().ifPresent(method -> found.addAll(on(method)));
    context
        .getRequiredTestInstances()
        .getAllInstances()
        .forEach(instance -> found.addAll(on(instance.getClass())));
    return found.stream()
        .map(each -> new Allowance(each.stage(), each.method(), each.reason()))
        .toArray(Allowance[]::new);
  }

  private static List<AllowBlocking> on(AnnotatedElement element) {
    return AnnotationSupport.findRepeatableAnnotations(element, AllowBlocking.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == BlockingCalls.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Objects.requireNonNull(
        context.getStore(NAMESPACE).get(BlockingCalls.class, BlockingCalls.class),
        "BlockingCalls are there for test methods only");
  }
}
