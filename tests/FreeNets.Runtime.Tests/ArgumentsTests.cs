namespace FreeNets.Runtime.Tests;

public class ArgumentsTests
{
    [Theory]
    [InlineData(784, 10)]
    [InlineData(784, 11)]
    public void Spans_of_one_sample_may_have_room_to_spare_for_logits(int input, int logits) =>
        Assert.Null(Record.Exception(() => Arguments.CheckSample(input, 784, logits, 10)));

    [Theory]
    [InlineData(783, 10, "input", "The input has 783 values; the network takes 784.")]
    [InlineData(785, 10, "input", "The input has 785 values; the network takes 784.")]
    [InlineData(784, 9, "logits", "The span for the logits has room for 9 values; 10 are needed.")]
    public void Wrong_lengths_of_one_sample_are_refused_by_name(int input, int logits, string parameter, string message)
    {
        var error = Assert.Throws<ArgumentException>(parameter, () => Arguments.CheckSample(input, 784, logits, 10));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(7, 3, 1)]
    [InlineData(21, 9, 3)]
    public void A_batch_has_as_many_samples_as_its_inputs_hold(int inputs, int logits, int samples) =>
        Assert.Equal(samples, Arguments.CheckBatch(inputs, 7, logits, 3));

    [Theory]
    [InlineData(20, 9, "inputs")]
    [InlineData(21, 8, "logits")]
    public void Wrong_lengths_of_a_batch_are_refused_by_name(int inputs, int logits, string parameter) =>
        Assert.Throws<ArgumentException>(parameter, () => Arguments.CheckBatch(inputs, 7, logits, 3));

    [Fact]
    public void The_room_that_a_batch_needs_does_not_overflow() =>
        Assert.Throws<ArgumentException>("logits", () => Arguments.CheckBatch(int.MaxValue, 1, int.MaxValue, 2));
}
