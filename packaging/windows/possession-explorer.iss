; The installer for Windows, made by Inno Setup 6.3 or newer: dev.py build --archives hands in Version, Built, Output,
; Title and Icons. It installs for one user and asks for no rights, or for all with /ALLUSERS.
#define Name "Possession Explorer"
#define Program "PossessionExplorer.exe"
#define Command "possession-explorer.exe"
#define AppId "io.github.possession_explorer.PossessionExplorer"
#define Answer "io.github.possession_explorer.PossessionExplorer.answer"

[Setup]
AppId={#AppId}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher=Possession Explorer contributors
VersionInfoVersion={#Version}
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile={#Icons}\application.ico
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={#Name}
OutputDir={#Output}
OutputBaseFilename={#Title}
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "path"; Description: "Make the command possession-explorer known to terminals"; Flags: unchecked

[InstallDelete]
; Files of an older version would be loaded beside the new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Built}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\{#Program}"; AppUserModelID: "{#AppId}"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Program}"; AppUserModelID: "{#AppId}"; Tasks: desktopicon

[Registry]
; Windows looks at what follows the last dot only: plain JSON keeps its editor, and this program is among what opens it.
Root: HKA; Subkey: "Software\Classes\{#Answer}"; ValueType: string; ValueData: "Saved answer of a basketball feed"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#Answer}\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Program},0"
Root: HKA; Subkey: "Software\Classes\{#Answer}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; ValueType: string; ValueName: "{#Answer}"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.gz\OpenWithProgids"; ValueType: string; ValueName: "{#Answer}"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\{#Command}"; ValueType: string; ValueData: "{app}\{#Command}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsNotOnPath(ExpandConstant('{app}'))

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent

[Code]
function IsNotOnPath(Folder: string): Boolean;
var
  Known: string;
begin
  Result := not RegQueryStringValue(HKCU, 'Environment', 'Path', Known)
    or (Pos(';' + Lowercase(Folder) + ';', ';' + Lowercase(Known) + ';') = 0);
end;
