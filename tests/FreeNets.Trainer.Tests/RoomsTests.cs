using System.Text.RegularExpressions;
using FreeNets.Tests;

namespace FreeNets.Trainer.Tests;

/// <summary>The trainer's rooms, one folder and one namespace each: every arrow between them points back in this list.</summary>
public sealed class RoomsTests
{
    private const string Trainer = "trainer/FreeNets.Trainer";
    private const int MostFiles = 15;

    private static readonly string[] s_rooms =
    [
        "Terminal", "Generated", "Kernels", "Data", "Networks", "Search", "Judging", "Training", "Benchmarks", "Quantisation",
        "Polynomials", "Predicting", "Plans", "Runs", "Sweeps", "Reports", "Explain", "Serving", "Commands",
    ];

    private static readonly Rooms s_trainer =
        new(Trainer, s_rooms, static (code, room) => Regex.IsMatch(code, $@"FreeNets\.Trainer\.{room}\b"));

    [Fact]
    public void Every_folder_of_the_trainer_is_a_room() => Assert.Equal(s_rooms.Order(StringComparer.Ordinal), s_trainer.Found);

    [Fact]
    public void No_room_uses_a_later_one() => Assert.Empty(s_trainer.UsesOfLater);

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() =>
        Assert.All(s_trainer.Furnished, static file => Assert.Contains(
            $"namespace FreeNets.Trainer.{Path.GetDirectoryName(file)!.Replace('/', '.')};", s_trainer.Code(file), StringComparison.Ordinal));

    [Fact]
    public void No_folder_has_more_files_than_a_reader_can_take_in() =>
        Assert.DoesNotContain(s_trainer.Files.GroupBy(static file => Path.GetDirectoryName(file)), static folder => folder.Count() > MostFiles);

    [Fact]
    public void No_file_has_more_than_300_lines() =>
        Assert.DoesNotContain(s_trainer.Files, static file => File.ReadLines(Checkout.In($"{Trainer}/{file}")).Count() > 300);
}
