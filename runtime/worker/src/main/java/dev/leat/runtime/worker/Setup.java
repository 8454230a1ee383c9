package dev.leat.runtime.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a worker JVM is told before its first request.
 *
 * @param pipeline the name of the pipeline
 * @param stage the name of the stage
 * @param largestElement the most bytes of a result
 * @param codecs the classes of the codecs that were found as services
 * @param function what it computes
 */
record Setup(
    String pipeline,
    String stage,
    int largestElement,
    List<String> codecs,
    FunctionTransport.Packed function) {

  void write(ByteWriter out) {
    writeText(pipeline, out);
    writeText(stage, out);
    out.writeInt(largestElement);
    writeTexts(codecs, out);
    out.writeByte(function.lambda() ? 1 : 0);
    writeTexts(function.classes(), out);
    out.writeInt(function.bytes().length);
    out.writeBytes(function.bytes());
  }

  static Setup read(ByteReader in) {
    String pipeline = readText(in);
    String stage = readText(in);
    int largest = in.readInt();
    List<String> codecs = readTexts(in);
    boolean lambda = in.readByte() == 1;
    Set<String> classes = new HashSet<>(readTexts(in));
    return new Setup(
        pipeline,
        stage,
        largest,
        codecs,
        new FunctionTransport.Packed(lambda, in.readBytes(in.readInt()), classes));
  }

  private static void writeTexts(Collection<String> texts, ByteWriter out) {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(text, out);
    }
  }

  private static List<String> readTexts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(readText(in));
    }
    return texts;
  }

  static void writeText(String text, ByteWriter out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.writeBytes(bytes);
  }

  static String readText(ByteReader in) {
    return new String(in.readBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
