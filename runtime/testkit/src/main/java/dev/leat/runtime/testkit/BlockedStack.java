package dev.leat.runtime.testkit;

import dev.leat.runtime.execution.RunningStage;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.blockhound.BlockingMethod;
import reactor.core.scheduler.NonBlocking;

/** Reads from the stack of a thread that is about to block who called what. */
final class BlockedStack {

  private static final int MOST_FRAMES = 60;
  private static final String ENGINE = "dev.leat.runtime.execution.";

  /** They call the user's code back and are never meant when it blocks. */
  private static final List<String> FRAMEWORKS =
      List.of("reactor.", "io.netty.", "io.vertx.", "org.reactivestreams.", "io.reactivex.");

  private final List<StackFrame> frames;

  private BlockedStack(List<StackFrame> frames) {
    this.frames = frames;
  }

  /** The stack of the current thread, from the method that blocks. */
  static BlockedStack of(BlockingMethod method) {
    return new BlockedStack(
        StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
            .walk(all -> all.dropWhile(frame -> !is(frame, method)).toList()));
  }

  private static boolean is(StackFrame frame, BlockingMethod method) {
    return frame.getClassName().equals(method.getClassName().replace('/', '.'))
        && frame.getMethodName().equals(method.getName());
  }

  /** Whether a method is being called, from the blocking one to the beginning of the thread. */
  boolean isInside(String method) {
    return frames.stream()
        .anyMatch(frame -> name(frame).equals(method) || frame.getMethodName().equals(method));
  }

  BlockingCall call(BlockingMethod method, Optional<RunningStage> stage) {
    int beyond = 1;
    while (beyond < frames.size() && isJdk(frames.get(beyond))) {
      beyond++;
    }
    List<StackFrame> code = code(beyond);
    int site = site(code);
    return new BlockingCall(
        stage,
        Thread.currentThread().getName(),
        Thread.currentThread() instanceof NonBlocking ? "cpu worker" : "event loop",
        frames.isEmpty() ? method.toString() : name(frames.get(beyond - 1)),
        site > 0 ? name(code.get(site - 1)) : null,
        site < 0 ? stage.map(running -> running.site().toString()).orElse("?") : at(code.get(site)),
        frames.stream().limit(MOST_FRAMES).map(StackFrame::toStackTraceElement).toList());
  }

  /** What is neither of the JDK nor of the engine, up to where the engine called it. */
  private List<StackFrame> code(int from) {
    List<StackFrame> code = new ArrayList<>();
    for (StackFrame frame : frames.subList(Math.min(from, frames.size()), frames.size())) {
      if (frame.getClassName().startsWith(ENGINE)) {
        break;
      }
      if (!isJdk(frame)) {
        code.add(frame);
      }
    }
    return code;
  }

  /** The innermost frame of the user's code, or of what else there is; -1 if there is nothing. */
  private static int site(List<StackFrame> code) {
    StackFrame outermost = null;
    for (StackFrame frame : code) {
      outermost = isFramework(frame) ? outermost : frame;
    }
    for (int i = 0; i < code.size(); i++) {
      if (outermost != null && sameProject(code.get(i), outermost)) {
        return i;
      }
    }
    return code.isEmpty() ? -1 : 0;
  }

  private static boolean isFramework(StackFrame frame) {
    return FRAMEWORKS.stream().anyMatch(frame.getClassName()::startsWith);
  }

  private static boolean isJdk(StackFrame frame) {
    ClassLoader loader = frame.getDeclaringClass().getClassLoader();
    return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
  }

  /**
   * Whether two classes come from the same jar, or both from folders, as what one works on does.
   */
  private static boolean sameProject(StackFrame one, StackFrame other) {
    String first = origin(one);
    String second = origin(other);
    return first != null
        && second != null
        && (first.equals(second) || (first.endsWith("/") && second.endsWith("/")));
  }

  private static @Nullable String origin(StackFrame frame) {
    CodeSource source = frame.getDeclaringClass().getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null ? null : source.getLocation().toString();
  }

  private static String name(StackFrame frame) {
    return frame.getClassName() + "." + frame.getMethodName();
  }

  private static String at(StackFrame frame) {
    return frame.getFileName() + ":" + frame.getLineNumber();
  }
}
