package dev.leat.samples.tour;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.CoroutineInput;
import dev.leat.pipeline.CoroutineOutput;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The stage and the runtime of each model. */
final class Models {

  private Models() {}

  static LocalRuntime runtime(Model model) {
    return model == Model.ONE_THREAD ? LocalRuntime.inline() : LocalRuntime.create();
  }

  static Stage<String> stage(Setting setting, List<String> elements) {
    Stage<String> in = Pipeline.named("tour").from(Sources.from(elements));
    Workload workload = setting.workload();
    CheckedFunction<String, String> work = element -> Workload.apply(workload, element);
    String name = workload.stage();
    int atOnce = setting.atOnce();
    return switch (setting.model()) {
      case ONE_THREAD -> workload == Workload.WAITING ? calls(in, setting) : in.cpu(name, work);
      case THREADS -> in.coroutine(name, work, co -> co.threads(atOnce));
      case EVENT_LOOP ->
          workload == Workload.WAITING
              ? calls(in, setting)
              : in.io(name, element -> completedFuture(work.apply(element)));
      case COROUTINES -> in.coroutine(name, work, co -> co.concurrency(atOnce));
      case TWO_COROUTINES -> twoCoroutines(in, name, work);
      case POOL -> in.cpu(name, work, cpu -> cpu.parallelism(atOnce));
      case FORKED_JVMS -> in.cpu(name, work, cpu -> cpu.forked(atOnce));
      case FORKED_PYTHON -> python(in, setting);
      case LOOP, PYTHON_LOOP, PYTHON_THREADS ->
          throw new IllegalArgumentException(setting.model() + " is no pipeline");
    };
  }

  private static Stage<String> calls(Stage<String> in, Setting setting) {
    int atOnce = setting.atOnce();
    Resource<AsyncClient> shared =
        Resource.using(context -> AsyncClient.of(context, atOnce), client -> {});
    return in.io("ask", shared, AsyncClient::ask, io -> io.concurrency(atOnce));
  }

  private static Stage<String> python(Stage<String> in, Setting setting) {
    return in.python(
        setting.workload().stage(),
        setting.workload() == Workload.WAITING ? "asking:ask" : "screening:score",
        String.class,
        python ->
            python
                .interpreter(setting.interpreter())
                .path(setting.python())
                .workers(setting.atOnce()));
  }

  private static Stage<String> twoCoroutines(
      Stage<String> in, String name, CheckedFunction<String, String> work) {
    BlockingQueue<String> answers = new ArrayBlockingQueue<>(Even.AHEAD);
    return in.coroutine(name + "-even", new Even(work, answers))
        .coroutine(name + "-odd", new Odd(work, answers));
  }

  /**
   * Does the elements whose number is even, each only when it has the answer of the other one to
   * what came before, and hands on the others as they are.
   *
   * @param answers what the other one has answered
   */
  private record Even(CheckedFunction<String, String> work, BlockingQueue<String> answers)
      implements Coroutine<String, String> {

    /** So many of its results may be unanswered: while one is answered, the next is made. */
    static final int AHEAD = 2;

    @Override
    public void run(CoroutineInput<String> in, CoroutineOutput<String> out) throws Exception {
      for (long number = 0; in.hasNext(); number++) {
        String element = in.next();
        if (number % 2 != 0) {
          out.emit(element);
          continue;
        }
        if (number >= 2 * AHEAD && answers.take().equals(element)) {
          throw new IllegalStateException("the other one has answered nothing: " + element);
        }
        out.emit(work.apply(element));
      }
    }
  }

  /**
   * Does the elements whose number is odd, each only when it has the result of the other one to
   * what came before, and answers with its own.
   *
   * @param answers what the other one waits for
   */
  private record Odd(CheckedFunction<String, String> work, BlockingQueue<String> answers)
      implements Coroutine<String, String> {

    @Override
    public void run(CoroutineInput<String> in, CoroutineOutput<String> out) throws Exception {
      for (long number = 0; in.hasNext(); number++) {
        String element = in.next();
        if (number % 2 == 0) {
          out.emit(element);
          continue;
        }
        String result = work.apply(element);
        answers.put(result);
        out.emit(result);
      }
    }
  }
}
