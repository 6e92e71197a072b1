using System.Globalization;

namespace Funeng.Host.Commands;

/// <summary>
/// The words after a command's name: positional ones in order, options as <c>--name value</c>, <c>--name=value</c> or a bare flag.
/// The flags must be named, because only they take no value. <see cref="UsageException"/> says what is wrong.
/// </summary>
public sealed class Arguments
{
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly List<string> positional = [];

    public Arguments(IEnumerable<string> words, params string[] flags)
    {
        string? open = null;
        foreach (var word in words)
        {
            if (open is not null && word.StartsWith("--", StringComparison.Ordinal))
                throw new UsageException($"--{open} needs a value, not the option {word}");
            else if (open is not null)
            {
                options[open] = word;
                open = null;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2)
                open = Begin(word[2..], flags);
            else
                positional.Add(word);
        }
        if (open is not null)
            throw new UsageException($"--{open} needs a value");
    }

    public int Count => positional.Count;

    public bool Has(string flag) => options.ContainsKey(flag);

    public string? Find(string option) => options.GetValueOrDefault(option);

    public string Get(string option) => Find(option) ?? throw new UsageException($"--{option} is missing");

    public int Number(string option, int otherwise) => Find(option) switch
    {
        null => otherwise,
        { } text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        { } text => throw new UsageException($"--{option} must be a whole number, not '{text}'"),
    };

    public DateOnly? Date(string option) => Find(option) switch
    {
        null => null,
        { } text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        { } text => throw new UsageException($"--{option} must be a date like 2026-11-20, not '{text}'"),
    };

    public string? FindAt(int index) => index < positional.Count ? positional[index] : null;

    public string At(int index, string meaning) => FindAt(index) ?? throw new UsageException($"{meaning} is missing");

    /// <summary>Refuses options the command does not know, so that a misspelt one is not silently ignored.</summary>
    public Arguments Allow(params string[] known) =>
        options.Keys.FirstOrDefault(option => !known.Contains(option)) is { } unknown
            ? throw new UsageException($"--{unknown} is not an option here; there are: {string.Join(' ', known.Select(name => "--" + name))}")
            : this;

    private string? Begin(string word, string[] flags)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0 && !flags.Contains(word))
            return word;
        options[sign < 0 ? word : word[..sign]] = sign < 0 ? "" : word[(sign + 1)..];
        return null;
    }
}

/// <summary>The command line was not understood; the message is shown and the exit status is 2.</summary>
public sealed class UsageException(string message) : Exception(message);
