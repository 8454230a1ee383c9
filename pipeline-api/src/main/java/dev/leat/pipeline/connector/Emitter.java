package dev.leat.pipeline.connector;

/**
 * Takes the elements of a {@link Block}. Used only by the thread that is in {@link Block#read}, and
 * only during the call.
 *
 * {@snippet :
 * boolean room = true;
 * for (int i = 0; room && i < texts.size(); i++) {
 *   try {
 *     room = out.emit(Integer.parseInt(texts.get(i)), i);
 *   } catch (NumberFormatException e) {
 *     room = out.reject(texts.get(i), i, e);
 *   }
 * }
 * }
 *
 * @param <T> the type of the elements
 */
public interface Emitter<T> {

  /**
   * Takes an element. The element is always accepted; the answer is about the next one.
   *
   * @param element the element, not null
   * @param position its position in the lane, greater than that of the element before
   * @return false if the block must return now; it is called again when there is room, or never
   */
  boolean emit(T element, long position);

  /**
   * Reports input that cannot be made into an element. It goes where {@link Source#onError} says.
   *
   * @param text the beginning of the input as text, for the message
   * @param position where it stands in the lane
   * @param cause why it is rejected
   * @return false if the block must return now, as for {@link #emit}
   */
  boolean reject(String text, long position, Exception cause);
}
