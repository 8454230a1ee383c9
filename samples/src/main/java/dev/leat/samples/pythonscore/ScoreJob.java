package dev.leat.samples.pythonscore;

import dev.leat.connector.files.FileSink;
import dev.leat.connector.files.FileSource;
import dev.leat.pipeline.Pipeline;
import java.nio.file.Path;

/**
 * The pipeline of the sample: lines of a file through a Python function into a file.
 *
 * @param input the names
 * @param interpreter a Python interpreter, by name or path
 * @param folder where the module {@code screening} is
 * @param workers how many processes compute
 * @param output the file for the scores
 */
record ScoreJob(Path input, String interpreter, Path folder, int workers, Path output) {

  Pipeline pipeline() {
    return Pipeline.named("python-score")
        .from("names", FileSource.lines(input))
        .python(
            "score",
            "screening:score",
            String.class,
            python -> python.interpreter(interpreter).path(folder).workers(workers))
        .to("scores", FileSink.lines(output, o -> o.createFolders()));
  }
}
