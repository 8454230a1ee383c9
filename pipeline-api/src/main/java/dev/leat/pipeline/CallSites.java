package dev.leat.pipeline;

import dev.leat.pipeline.graph.CallSite;
import java.util.Set;

/** Finds the line of the user's code that called the DSL. */
final class CallSites {

  private static final CallSite UNKNOWN = new CallSite("unknown", 0);

  private static final Set<String> DSL =
      Set.of(
          Branches.class.getName(),
          CallSites.class.getName(),
          Command.class.getName(),
          Link.class.getName(),
          OptionChecks.class.getName(),
          Pipeline.class.getName(),
          Pipeline.Named.class.getName(),
          Programs.class.getName(),
          Route.class.getName(),
          Stage.class.getName());

  private CallSites() {}

  static CallSite caller() {
    return StackWalker.getInstance()
        .walk(frames -> frames.filter(frame -> !DSL.contains(frame.getClassName())).findFirst())
        .map(CallSites::site)
        .orElse(UNKNOWN);
  }

  private static CallSite site(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    return new CallSite(
        file == null ? frame.getClassName() : file, Math.max(frame.getLineNumber(), 0));
  }
}
