using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Foundation.SignIn;

/// <summary>One account of the demo city, with its password in clear: it guards made-up data only.</summary>
public sealed record DemoAccount(Role Role, string User, string Password);

/// <summary>The accounts of a demo city, kept in <c>demo-accounts.txt</c> of the data folder: role, user and password, one account a line.</summary>
public sealed class DemoAccounts(Installation installation)
{
    public string File => Path.Combine(installation.DataFolder, "demo-accounts.txt");

    /// <summary>Empty when this is no demo city.</summary>
    public IReadOnlyList<DemoAccount> Read()
    {
        if (installation.City != CityContent.Demo || !System.IO.File.Exists(File))
            return [];
        return [.. System.IO.File.ReadLines(File).Select(line => line.Split(' ')).Where(words => words.Length == 3)
            .Where(words => Enum.TryParse<Role>(words[0], out _))
            .Select(words => new DemoAccount(Enum.Parse<Role>(words[0]), words[1], words[2]))];
    }
}
