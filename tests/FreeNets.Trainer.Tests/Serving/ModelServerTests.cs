using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FreeNets.Model;
using FreeNets.Trainer.Serving;

namespace FreeNets.Trainer.Tests.Serving;

public sealed class ModelServerTests(Served served) : IClassFixture<Served>, IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = served.Address };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Logits_and_activations_are_those_of_the_reference()
    {
        using var content = new ByteArrayContent(Served.Images.Image(1).ToArray());
        using var response = await _client.PostAsync(new Uri("/predict", UriKind.Relative), content);
        var answer = (await response.Content.ReadFromJsonAsync<Answer>())!;

        var input = Served.Images.Image(1).ToArray().Select(static pixel => (float)pixel).ToArray();
        var expected = ReferenceEvaluator.Evaluate(served.Net, input);
        Assert.Equal(expected.Length, answer.Logits.Length);
        Assert.All(expected.Zip(answer.Logits), static pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(ReferenceEvaluator.Activations(served.Net, input), answer.Activations);
        Assert.True(answer.Nanoseconds > 0);
    }

    [Theory]
    [InlineData(63, HttpStatusCode.BadRequest)]
    [InlineData(0, HttpStatusCode.BadRequest)]
    [InlineData(65, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_picture_of_another_size_is_refused(int bytes, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(new byte[bytes]);
        using var response = await _client.PostAsync(new Uri("/predict", UriKind.Relative), content);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("203.0.113.7", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:81", HttpStatusCode.OK)]
    public async Task A_page_under_a_name_that_was_made_to_lead_here_gets_nothing(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        request.Headers.Host = host;

        using var response = await _client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(float.MaxValue, "Infinity")]
    [InlineData(-float.MaxValue, "-Infinity")]
    public async Task Logits_that_are_no_numbers_are_words_in_valid_JSON(float weight, string expected)
    {
        var net = served.Net with { Decoder = served.Net.Decoder.Map(_ => weight), DecoderBias = Enumerable.Repeat(weight, 3).ToArray() };
        await using var server = await ModelServer.StartAsync(LiveModel.Of(net), null, IPAddress.Loopback, port: 0, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
        using var content = new ByteArrayContent([.. Enumerable.Repeat((byte)255, 64)]);

        using var response = await client.PostAsync(new Uri("/predict", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(expected, answer.RootElement.GetProperty("logits").EnumerateArray().Select(static logit => logit.ToString()));
    }

    [Fact]
    public async Task Test_images_come_with_their_labels_and_others_are_not_found()
    {
        var image = await _client.GetFromJsonAsync<TestImage>(new Uri("/images/1", UriKind.Relative));

        Assert.Equal(2, image!.Label);
        Assert.Equal(Served.Images.Image(1).ToArray(), image.Pixels);
        foreach (var index in new[] { "2", "-1", "x" })
        {
            using var response = await _client.GetAsync(new Uri($"/images/{index}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_page_needs_nothing_else_and_escapes_what_the_file_says()
    {
        using var response = await _client.GetAsync(new Uri("/", UriKind.Relative));
        var page = await response.Content.ReadAsStringAsync();

        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>document", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    private sealed record TestImage(int Label, byte[] Pixels);
}
