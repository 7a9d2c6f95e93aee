using System.Globalization;
using FreeNets.Model;
using FreeNets.Tests;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;
using SkiaSharp;

namespace FreeNets.Trainer.Tests.Serving;

/// <summary>The page in headless Chromium, used as a person would.</summary>
[Trait(Long.Name, Long.Value)]
public sealed class BrowserTests(Served served) : IClassFixture<Served>
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    [SkippableFact]
    public void A_test_image_is_one_click_away_and_a_drawing_changes_the_logits()
    {
        Need.Of(Requirement.Chromium, File.Exists(Chromium) && File.Exists(Driver), $"Needs {Chromium} and {Driver}.");
        using var service = ChromeDriverService.CreateDefaultService(Driver);
        service.SuppressInitialDiagnosticInformation = true;
        using var browser = new ChromeDriver(service, Options());
        browser.Navigate().GoToUrl(served.Address);
        var blank = Logits(browser);
        Assert.Equal("a <b>bold</b> name: a FreeNet, live", browser.Title);

        // Which image comes is chance: click until it is the white square.
        Wait(() =>
        {
            browser.FindElement(By.Id("next")).Click();
            Wait(() => browser.FindElement(By.Id("source")).Text.StartsWith("Test image", StringComparison.Ordinal));
            return browser.FindElement(By.Id("source")).Text.Contains("\"square\"", StringComparison.Ordinal);
        });
        var expected = Expected();
        Wait(() => Logits(browser).SequenceEqual(expected.Logits));
        Assert.Equal(expected.Firing, browser.FindElements(By.CssSelector("#graph circle.on")).Count);

        var pad = browser.FindElement(By.Id("pad"));
        new Actions(browser).MoveToElement(pad, -60, -60).ClickAndHold().MoveByOffset(120, 10).MoveByOffset(0, 80).Release().Perform();
        Wait(() => !Logits(browser).SequenceEqual(expected.Logits) && !Logits(browser).SequenceEqual(blank));
        Assert.Equal("Your drawing.", browser.FindElement(By.Id("source")).Text);
        Assert.True(InkedPixels(pad) > 2000);

        browser.FindElement(By.Id("clear")).Click();
        Wait(() => Logits(browser).SequenceEqual(blank));
        Assert.Equal("", browser.FindElement(By.Id("fault")).Text);
        Assert.Empty(browser.Manage().Logs.GetLog(LogType.Browser));
    }

    private static ChromeOptions Options()
    {
        var options = new ChromeOptions { BinaryLocation = Chromium };
        options.AddArguments(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1300,800");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        return options;
    }

    private (string[] Logits, int Firing) Expected()
    {
        var input = Served.Images.Image(1).ToArray().Select(static pixel => (float)pixel).ToArray();
        return (
            [.. ReferenceEvaluator.Evaluate(served.Net, input).Select(static logit => logit.ToString("F2", CultureInfo.InvariantCulture))],
            ReferenceEvaluator.Activations(served.Net, input).Count(static h => h > 0));
    }

    private static string[] Logits(ChromeDriver browser)
    {
        Wait(() => browser.FindElements(By.CssSelector("#logits .best")).Count == 1);
        return [.. browser.FindElements(By.CssSelector("#logits .value")).Select(static value => value.Text)];
    }

    /// <summary>What a screenshot of the element shows.</summary>
    private static int InkedPixels(IWebElement element)
    {
        using var picture = SKBitmap.Decode(((ITakesScreenshot)element).GetScreenshot().AsByteArray);
        return picture.Pixels.Count(static pixel => pixel is { Red: > 100, Green: > 100, Blue: > 100 });
    }

    private static void Wait(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "The page did not get there in 30 s.");
            Thread.Sleep(50);
        }
    }
}
