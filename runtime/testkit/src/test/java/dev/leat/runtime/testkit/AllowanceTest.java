package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import io.netty.buffer.AdaptiveByteBufAllocator;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What may block, because it is not the stage's doing, happens once, or somebody allowed it. */
@LeatTest
class AllowanceTest {

  @TempDir Path folder;

  /** Something of the JVM that nobody else in it has used. */
  private static final class Fresh {

    static final String READ;

    static {
      try {
        READ = Files.readString(Path.of("pom.xml"));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** Runs code on an event loop and on a worker; what blocks there fails the test. */
  private static void inStages(CheckedConsumer<Integer> code) {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Stage<Integer> one = Pipeline.named("one").from(Sources.of(1));
      assertThat(runtime.collect(one.io("call", number -> after(code, number)))).containsExactly(1);
      assertThat(runtime.collect(one.cpu("work", number -> after(code, number).join())))
          .containsExactly(1);
    }
  }

  private static CompletableFuture<Integer> after(CheckedConsumer<Integer> code, int number)
      throws Exception {
    code.accept(number);
    return CompletableFuture.completedFuture(number);
  }

  private static int napping(int number) {
    try {
      Thread.sleep(1);
    } catch (InterruptedException | AssertionError e) {
      return number;
    }
    return number;
  }

  private static void nap() {
    assertThat(napping(1)).isEqualTo(1);
  }

  @Test
  void shouldAllowTheFirstRandomUuid() {
    inStages(number -> assertThat(UUID.randomUUID()).isNotNull());
  }

  @Test
  void shouldAllowTheSeedOfRandomNumbers() {
    inStages(number -> new SecureRandom().nextBytes(new byte[16]));
  }

  @Test
  void shouldAllowThatAClassIsLoaded() {
    URL classes = Allowance.class.getProtectionDomain().getCodeSource().getLocation();

    inStages(number -> {
      // Its parent does not know the class, so that it is read.
      try (URLClassLoader loader =
          new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
        assertThat(loader.loadClass("dev.leat.runtime.testkit.Sequences")).isNotNull();
      }
    });
  }

  @Test
  void shouldAllowThatAClassIsInitialized() {
    inStages(number -> assertThat(Fresh.READ).contains("leat-testkit"));
  }

  @Test
  void shouldAllowThatServicesAreLookedUp() {
    inStages(number -> assertThat(ServiceLoader.load(java.sql.Driver.class)).isNotEmpty());
  }

  @Test
  void shouldAllowTheLockOfNettysMemory() {
    inStages(number -> freeWhileAnotherAllocates());
  }

  /** Frees a part of Netty's memory while somebody else holds its lock for as long as it waits. */
  private static void freeWhileAnotherAllocates() throws Exception {
    Object heap = part(new AdaptiveByteBufAllocator(), "heap");
    Object group = Array.get(part(heap, "sizeClassedMagazineGroups"), 0);
    Object magazine = Array.get(part(group, "magazines"), 0);
    StampedLock lock = (StampedLock) part(magazine, "allocationLock");
    Method free = magazine.getClass().getDeclaredMethod("free");
    free.setAccessible(true);
    Thread freeing = Thread.currentThread();
    AtomicBoolean freed = new AtomicBoolean();
    long held = lock.writeLock();
    Thread.ofPlatform()
        .start(() -> {
          while (freeing.getState() != Thread.State.WAITING && !freed.get()) {
            Thread.onSpinWait();
          }
          lock.unlockWrite(held);
        });
    try {
      free.invoke(magazine);
    } finally {
      freed.set(true);
    }
  }

  private static Object part(Object whole, String name) throws ReflectiveOperationException {
    Field field = whole.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(whole);
  }

  @Test
  void shouldAllowTheStandardOutput() {
    inStages(number -> System.out.println("a line of a stage"));
  }

  @Test
  void shouldAllowTheHandlersOfTheLoggerOfTheJdk() throws Exception {
    Logger logger = Logger.getLogger("dev.leat.test.allowed");
    FileHandler handler = new FileHandler(folder.resolve("jul.log").toString());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);

    inStages(number -> logger.info("a line"));

    handler.close();
    assertThat(folder.resolve("jul.log")).content().contains("a line");
  }

  @Test
  void shouldAllowTheAppendersOfLogback() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setFile(folder.resolve("logback.log").toString());
    appender.start();
    ch.qos.logback.classic.Logger logger = context.getLogger("allowed");
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);

    inStages(number -> logger.info("a line"));

    logger.detachAppender(appender);
    appender.stop();
    assertThat(folder.resolve("logback.log")).content().contains("a line");
  }

  @Test
  @AllowBlocking(stage = "call", reason = "this test")
  @AllowBlocking(stage = "work", reason = "this test")
  void shouldAllowStagesByTheirNames() {
    inStages(number -> nap());
  }

  @Test
  @AllowBlocking(stage = "call", reason = "this test")
  void shouldAllowNoOtherStage(BlockingCalls calls) {
    inStages(number -> nap());

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.stage().orElseThrow().name()).isEqualTo("work"));
  }

  @Test
  @AllowBlocking(method = "dev.leat.runtime.testkit.AllowanceTest.napping", reason = "this test")
  void shouldAllowWhateverIsCalledInAMethod() {
    inStages(number -> nap());
  }

  @Test
  @AllowBlocking(
      stage = "work",
      method = "dev.leat.runtime.testkit.AllowanceTest.napping",
      reason = "this test")
  void shouldAllowAMethodInAStageOnly(BlockingCalls calls) {
    inStages(number -> nap());

    assertThat(calls.take())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.stage().orElseThrow().name()).isEqualTo("call"));
  }

  @Test
  void shouldRefuseAnAllowanceForEverything() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Allowance("", "", "because"))
        .withMessageContaining("needs a stage or a method");
  }

  @Test
  void shouldRefuseAnAllowanceWithoutAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Allowance("call", "", " "))
        .withMessageContaining("'call'")
        .withMessageContaining("needs a reason");
  }
}
