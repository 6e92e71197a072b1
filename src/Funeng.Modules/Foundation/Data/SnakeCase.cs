using System.Text;

namespace Funeng.Modules.Foundation.Data;

internal static class SnakeCase
{
    /// <summary>LearnedAt → learned_at; SHA names such as Sha256 stay one word.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && char.IsUpper(name[index]) && !char.IsUpper(name[index - 1]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[index]));
        }

        return text.ToString();
    }
}
