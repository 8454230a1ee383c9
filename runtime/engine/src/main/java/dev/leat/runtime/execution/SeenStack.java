package dev.leat.runtime.execution;

import dev.leat.runtime.worker.Travel;
import java.lang.invoke.SerializedLambda;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;

/** What a thread does, read from its stack by another thread. */
final class SeenStack {

  private static final int MOST_FRAMES = 60;
  private static final int UNKNOWN_LINE = -1;
  private static final String ENGINE = "dev.leat.runtime.execution.";

  /** What stages of Leat's own and their calls run in. */
  private static final List<String> OWN =
      List.of(
          "dev.leat.connector.",
          "dev.leat.runtime.eventloop.",
          "dev.leat.runtime.scheduler.",
          "dev.leat.runtime.worker.");

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  /** They call the user's code back, or wait on its behalf, and are never meant themselves. */
  private static final List<String> FRAMEWORKS =
      List.of("reactor.", "io.netty.", "io.vertx.", "org.reactivestreams.", "io.reactivex.");

  /** Where native methods of the JDK wait for something from outside. */
  private static final List<String> WAITING =
      List.of("java.io.", "java.net.", "java.lang.Process", "sun.nio.ch.", "sun.nio.fs.");

  /** The methods of operators and of what is behind them that take elements. */
  private static final Set<String> HANDING_ON = Set.of("push", "handOver", "write");

  /** Frames of the JVM's own making, which only the flight recorder shows. */
  private static final List<String> HIDDEN =
      List.of("$$Lambda", "java.lang.invoke.LambdaForm$", "MethodHandle$Holder", "Invokers$Holder");

  private final List<StackTraceElement> frames;

  /** The frames of the user's code and of libraries, up to where the engine called them. */
  private final List<StackTraceElement> code;

  private final int beyondJdk;

  private SeenStack(StackTraceElement[] stack) {
    frames = List.of(stack);
    int at = 0;
    while (at < frames.size() && isOf(JDK, frames.get(at))) {
      at++;
    }
    beyondJdk = at;
    code =
        frames.stream()
            .skip(at)
            .takeWhile(frame -> !frame.getClassName().startsWith(ENGINE))
            .filter(frame -> !isOf(JDK, frame))
            .toList();
  }

  static SeenStack of(Thread thread) {
    return new SeenStack(thread.getStackTrace());
  }

  /**
   * One that the flight recorder has seen, which leaves out the names of files.
   *
   * @param call the method that waits, where the recorder leaves that out too; else empty
   */
  static SeenStack of(RecordedStackTrace stack, String call) {
    Stream<StackTraceElement> frames =
        stack.getFrames().stream()
            .filter(RecordedFrame::isJavaFrame)
            .map(SeenStack::element)
            .filter(frame -> HIDDEN.stream().noneMatch(frame.getClassName()::contains));
    int end = call.lastIndexOf('.');
    Stream<StackTraceElement> first =
        end < 0
            ? Stream.empty()
            : Stream.of(
                new StackTraceElement(
                    call.substring(0, end), call.substring(end + 1), null, UNKNOWN_LINE));
    return new SeenStack(Stream.concat(first, frames).toArray(StackTraceElement[]::new));
  }

  private static StackTraceElement element(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    String outermost = type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
    return new StackTraceElement(
        type, frame.getMethod().getName(), outermost + ".java", frame.getLineNumber());
  }

  private static boolean isOf(List<String> prefixes, StackTraceElement frame) {
    return prefixes.stream().anyMatch(frame.getClassName()::startsWith);
  }

  /** Whether a thread in a state waits for certain. */
  static boolean isOfWait(Thread.State state) {
    return switch (state) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  /** Whether code of the user runs, and not the engine itself or one of Leat's connectors. */
  boolean isOfUser() {
    return !code.isEmpty() && !isOf(OWN, code.get(0));
  }

  /** Whether the code of a stage runs, the user's or that of one of Leat's connectors. */
  boolean isOfStage() {
    return !code.isEmpty();
  }

  /** Whether a native method that waits for something from outside is being called. */
  boolean isInNativeWait() {
    return !frames.isEmpty() && frames.get(0).isNativeMethod() && isOf(WAITING, frames.get(0));
  }

  /** Whether a class is being loaded or initialized, which happens once and is nobody's fault. */
  boolean loadsClasses() {
    return frames.stream()
        .anyMatch(frame ->
            frame.getMethodName().equals("<clinit>")
                || frame.getClassName().equals("java.lang.ClassLoader")
                || frame.getClassName().startsWith("java.lang.invoke."));
  }

  /** The method of the JDK that the code called; the innermost of the code if it called none. */
  String call() {
    return beyondJdk > 0 ? name(frames.get(beyondJdk - 1)) : method();
  }

  /** The innermost method of the user's code. */
  String method() {
    return site().map(SeenStack::name).orElse("?");
  }

  /** File and line of the user's code. */
  String where() {
    return site().map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).orElse("?");
  }

  /** The innermost frame that is of no framework, or the innermost one. */
  private Optional<StackTraceElement> site() {
    Optional<StackTraceElement> user =
        code.stream().filter(frame -> !isOf(FRAMEWORKS, frame)).findFirst();
    return user.or(() -> code.stream().findFirst());
  }

  private static String name(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName();
  }

  /** The innermost frames, as many as are worth showing. */
  List<StackTraceElement> frames() {
    return frames.subList(0, Math.min(MOST_FRAMES, frames.size()));
  }

  /** The same from the frame on that called the JDK; all if there is none. */
  List<StackTraceElement> framesOfCode() {
    int from = beyondJdk < frames.size() ? beyondJdk : 0;
    return frames.subList(from, Math.min(from + MOST_FRAMES, frames.size()));
  }

  /**
   * Which of the stages of a segment is meant: the one whose function is in the stack, or whose
   * lambda was declared at or last before the line that runs, or the one that the operators in the
   * stack lead to; all of them if it cannot be told.
   */
  List<StageRun> of(List<StageRun> stages) {
    if (stages.size() == 1) {
      return stages;
    }
    List<StageRun> found = byFunction(stages);
    if (found.isEmpty()) {
      found = byLine(stages);
    }
    if (found.isEmpty()) {
      found = byOperator(stages);
    }
    return found.isEmpty() ? stages : found;
  }

  /** The stage whose function is in the stack; empty if there is none. */
  Optional<StageRun> certainlyOf(List<StageRun> stages) {
    return byFunction(stages).stream().findFirst();
  }

  private List<StageRun> byFunction(List<StageRun> stages) {
    for (StackTraceElement frame : code) {
      List<StageRun> of =
          matching(
              stages,
              stage ->
                  RunningStage.code(stage.node().operation())
                      .anyMatch(function -> isOf(frame, function)));
      if (!of.isEmpty()) {
        return of;
      }
    }
    return List.of();
  }

  /** Whether a method is one of a function's class, or the one that it was written as. */
  private static boolean isOf(StackTraceElement frame, Object function) {
    if (function.getClass().getName().equals(frame.getClassName())) {
      return true;
    }
    SerializedLambda lambda = Travel.lambda(function);
    return lambda != null
        && lambda.getImplMethodName().equals(frame.getMethodName())
        && lambda.getImplClass().replace('/', '.').equals(frame.getClassName());
  }

  /** A lambda stands at or behind the line that declares its stage, and before the next one. */
  private List<StageRun> byLine(List<StageRun> stages) {
    return code.stream()
        .filter(frame -> frame.getMethodName().startsWith("lambda$"))
        .map(frame -> declaredBefore(frame, stages))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<StageRun> declaredBefore(StackTraceElement frame, List<StageRun> stages) {
    List<StageRun> before =
        matching(
            stages,
            stage ->
                stage.node().site().file().equals(frame.getFileName())
                    && stage.node().site().line() <= frame.getLineNumber()
                    && RunningStage.code(stage.node().operation()).findAny().isPresent());
    int nearest = before.stream().mapToInt(SeenStack::line).max().orElse(0);
    return matching(before, stage -> line(stage) == nearest);
  }

  private static int line(StageRun stage) {
    return stage.node().site().line();
  }

  /** The operators of a segment push to each other in the order of their stages, to the sink. */
  private List<StageRun> byOperator(List<StageRun> stages) {
    List<String> operators =
        frames.stream()
            .filter(frame -> HANDING_ON.contains(frame.getMethodName()))
            .map(StackTraceElement::getClassName)
            .filter(name -> name.startsWith(ENGINE))
            .map(name -> name.substring(name.lastIndexOf('.') + 1))
            .toList();
    if (operators.isEmpty()) {
      return List.of();
    }
    String innermost = operators.get(0);
    List<StageRun> alike =
        matching(
            stages, stage -> innermost.equals(RunningStage.operator(stage.node().operation())));
    int depth = Collections.frequency(operators, innermost);
    return depth <= alike.size() ? List.of(alike.get(depth - 1)) : alike;
  }

  private static List<StageRun> matching(List<StageRun> stages, Predicate<StageRun> condition) {
    return stages.stream().filter(condition).toList();
  }
}
